package upvest.gateway.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import upvest.gateway.WrongSetting;
import upvest.gateway.ledger.OldDatabase.Owned;
import upvest.gateway.ledger.Search.FoundDelivery;
import upvest.gateway.ledger.Search.FoundEvent;
import upvest.gateway.ledger.TakenOver.Part;

/**
 * Fills the embedded ledger with that of an earlier release, once, and puts its files aside. Begins where it was when it
 * is killed.
 */
final class TakeOver {
    private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);
    private static final String ASIDE = ".taken-over";
    private static final int PAGE = 10_000;
    private static final long TELL_NANOS = 10_000_000_000L;

    private final Path folder;
    private final LedgerStore store;
    private final Ledger ledger;
    private long told = System.nanoTime();
    private long events;

    /** @param data home of everything the gateway writes */
    TakeOver(Path data, LedgerStore store) {
        this.folder = data.toAbsolutePath().normalize().resolve("ledger");
        this.store = store;
        this.ledger = new EmbeddedLedger(store);
    }

    void run() {
        try {
            Path file = OldDatabase.file(folder);
            List<Path> claims = OldClaims.files(folder);
            if (!Files.exists(file) && claims.isEmpty()) {
                return;
            }
            LOG.atInfo().addKeyValue("from", file).log("taking over the ledger of an earlier release");
            if (Files.exists(file)) {
                database();
            }
            for (Path lines : claims) {
                OldClaims.read(lines, this::enter);
            }
            TakenOver.end(store);
            for (Path lines : claims) {
                putAside(lines);
            }
            if (Files.exists(file)) {
                putAside(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger of an earlier release in " + folder + " cannot be read", e);
        }
    }

    private void database() {
        try (OldDatabase old = new OldDatabase(folder)) {
            long all = old.size();
            deliveries(old);
            events(old, all);
            audit(old);
            LOG.atInfo().addKeyValue("events", all).log("the ledger of an earlier release is taken over");
        } catch (DataAccessException e) {
            throw new WrongSetting(
                    "the ledger of an earlier release cannot be taken over: "
                            + e.getMostSpecificCause().getMessage() + "\nMove " + OldDatabase.file(folder)
                            + " away to begin with an empty one: what comes again is new then.",
                    e);
        }
    }

    private void deliveries(OldDatabase old) {
        TakenOver at = TakenOver.read(store, Part.DELIVERIES);
        while (at != null) {
            List<FoundDelivery> page = old.deliveries(at.received(), at.id(), PAGE);
            at = page.isEmpty() ? null : take(page);
        }
    }

    private TakenOver take(List<FoundDelivery> page) {
        AcceptedDelivery last = page.get(page.size() - 1).delivery();
        TakenOver next = new TakenOver(Part.DELIVERIES, last.receivedAt(), last.claimId());
        return store.writeSoon(open -> {
            try (ChangedRows rows = new ChangedRows(open, Set.of())) {
                for (FoundDelivery delivery : page) {
                    if (!rows.knows(delivery.delivery())) {
                        rows.add(delivery);
                    }
                }
                next.put(open, rows.batch());
                rows.write();
                return next;
            }
        });
    }

    private void events(OldDatabase old, long all) {
        TakenOver at = TakenOver.read(store, Part.EVENTS);
        while (at != null) {
            List<Owned> page = old.events(at.received(), at.id(), PAGE);
            at = page.isEmpty() ? null : takeEvents(page);
            tell(page.size(), all);
        }
    }

    private TakenOver takeEvents(List<Owned> page) {
        List<UUID> ids =
                page.stream().map(owned -> owned.row().entry().eventId()).toList();
        Ledger.Entry last = page.get(page.size() - 1).row().entry();
        TakenOver next = new TakenOver(Part.EVENTS, last.receivedAt(), last.eventId());
        return store.writeSoon(open -> {
            try (ChangedRows rows = new ChangedRows(open, ids)) {
                for (Map.Entry<Place, List<FoundEvent>> claim :
                        byClaim(page, rows).entrySet()) {
                    rows.add(claim.getKey(), claim.getValue(), true);
                }
                next.put(open, rows.batch());
                rows.write();
                return next;
            }
        });
    }

    private static Map<Place, List<FoundEvent>> byClaim(List<Owned> page, ChangedRows rows) {
        Map<Place, List<FoundEvent>> claims = new LinkedHashMap<>();
        for (Owned owned : page) {
            Ledger.Entry entry = owned.row().entry();
            if (rows.owner(entry.eventId()) == null) {
                Place claim = new Place(Micros.of(entry.receivedAt()), owned.claim(), 0);
                claims.computeIfAbsent(claim, first -> new ArrayList<>()).add(owned.row());
            }
        }
        return claims;
    }

    private void tell(int page, long all) {
        events += page;
        if (System.nanoTime() - told > TELL_NANOS) {
            told = System.nanoTime();
            LOG.atInfo().addKeyValue("events", events).addKeyValue("of", all).log("taking over the ledger");
        }
    }

    private void audit(OldDatabase old) {
        long last = 0;
        for (List<AuditRow> page = old.audit(last, PAGE); !page.isEmpty(); page = old.audit(last, PAGE)) {
            List<AuditRow> rows = page;
            store.<Boolean>writeSoon(open -> {
                try (WriteBatch batch = new WriteBatch()) {
                    for (AuditRow row : rows) {
                        EmbeddedAuditRows.put(open, batch, row.number(), row);
                    }
                    open.write(batch);
                    return true;
                }
            });
            last = rows.get(rows.size() - 1).number();
        }
    }

    /** Of what a line brought and the file knew already, only the first may stay. */
    private void enter(Ledger.Claim claim) {
        Set<UUID> known = ledger.enter(List.of(claim));
        if (!known.isEmpty()) {
            List<Ledger.Entry> own = claim.entries().stream()
                    .filter(entry -> !known.contains(entry.eventId()))
                    .toList();
            ledger.enter(List.of(new Ledger.Claim(claim.delivery(), own, claim.duplicates())));
        }
    }

    private static void putAside(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ASIDE);
        Files.move(file, aside);
        LOG.atInfo().addKeyValue("file", aside).log("no longer needed");
    }
}
