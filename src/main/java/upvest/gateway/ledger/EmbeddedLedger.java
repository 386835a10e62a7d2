package upvest.gateway.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import upvest.gateway.ledger.Search.FoundDelivery;
import upvest.gateway.ledger.Search.FoundEvent;

/** The ledger in a store of the gateway's own. */
public final class EmbeddedLedger implements Ledger {
    private final LedgerStore store;

    public EmbeddedLedger(LedgerStore store) {
        this.store = store;
    }

    @Override
    public Map<UUID, UUID> owners(Collection<UUID> events) {
        Map<UUID, UUID> owners = new HashMap<>();
        store.<Map<UUID, Place>>read(open -> open.places(events))
                .forEach((event, place) -> owners.put(event, place.claim()));
        return owners;
    }

    @Override
    public Set<UUID> enter(List<Claim> claims) {
        return store.write(open -> {
            try (ChangedRows rows = new ChangedRows(open, eventsOf(claims))) {
                Set<UUID> conflicts = enter(rows, claims);
                if (conflicts.isEmpty()) {
                    rows.write();
                }
                return conflicts;
            }
        });
    }

    @Override
    public Set<UUID> replayed(List<ReplayedEvent> again) {
        return store.write(open -> {
            Set<UUID> conflicts = new HashSet<>();
            for (ReplayedEvent other : moved(open, again)) {
                conflicts.addAll(entered(open, other));
            }
            return conflicts;
        });
    }

    /** Those that have a row and an entry get their new channel in one change; returns the others. */
    private static List<ReplayedEvent> moved(OpenStore open, List<ReplayedEvent> again) throws RocksDBException {
        List<ReplayedEvent> others = new ArrayList<>();
        try (ChangedRows rows =
                new ChangedRows(open, again.stream().map(ReplayedEvent::event).toList())) {
            for (ReplayedEvent each : again) {
                String channel = each.channel();
                FoundEvent known = rows.row(each.event());
                if (known == null || channel == null) {
                    others.add(each);
                } else {
                    rows.replace(new FoundEvent(known.entry().withChannel(channel), known.duplicates()));
                }
            }
            rows.write();
        }
        return others;
    }

    /** One at a time: two that bring events of the same claim add to it one after the other. */
    private static Set<UUID> entered(OpenStore open, ReplayedEvent again) throws RocksDBException {
        List<UUID> events = eventsOf(List.of(again.claim()));
        events.add(again.event());
        try (ChangedRows rows = new ChangedRows(open, events)) {
            FoundEvent whole = rows.row(again.event());
            if (whole != null) {
                rows.replace(new FoundEvent(whole.entry().withChannel(CUT), whole.duplicates()));
            }
            Set<UUID> conflicts = enter(rows, List.of(again.claim()));
            if (conflicts.isEmpty()) {
                rows.write();
            }
            return conflicts;
        }
    }

    private static List<UUID> eventsOf(List<Claim> claims) {
        Set<UUID> events = new HashSet<>();
        for (Claim claim : claims) {
            claim.entries().forEach(entry -> events.add(entry.eventId()));
            events.addAll(claim.duplicates().keySet());
        }
        return new ArrayList<>(events);
    }

    private static Set<UUID> enter(ChangedRows rows, List<Claim> claims) throws RocksDBException {
        Set<UUID> conflicts = conflicts(rows, claims);
        if (conflicts.isEmpty()) {
            for (Claim claim : claims) {
                boolean known = rows.knows(claim.delivery());
                enter(rows, claim, known);
                if (!known) {
                    count(rows, claim);
                }
            }
        }
        return conflicts;
    }

    private static Set<UUID> conflicts(ChangedRows rows, List<Claim> claims) {
        Set<UUID> conflicts = new HashSet<>();
        Map<UUID, UUID> entered = new HashMap<>();
        for (Claim claim : claims) {
            UUID id = claim.delivery().claimId();
            for (Entry entry : claim.entries()) {
                UUID event = entry.eventId();
                UUID owner = rows.owner(event);
                if (!id.equals(owner == null ? entered.getOrDefault(event, id) : owner)) {
                    conflicts.add(event);
                }
                entered.putIfAbsent(event, id);
            }
        }
        return conflicts;
    }

    /** Rows of an attempt that died are this claim's, but may tell other channels: the routes were changed since. */
    private static void enter(ChangedRows rows, Claim claim, boolean known) throws RocksDBException {
        Map<UUID, FoundEvent> added = new LinkedHashMap<>();
        for (Entry entry : claim.entries()) {
            FoundEvent row = rows.row(entry.eventId());
            if (row == null) {
                added.put(entry.eventId(), new FoundEvent(entry, 0));
            } else {
                rows.replace(new FoundEvent(row.entry().withChannel(entry.channel()), row.duplicates()));
            }
        }
        rows.add(Place.delivery(claim.delivery()), List.copyOf(added.values()), known);
    }

    private static void count(ChangedRows rows, Claim claim) throws RocksDBException {
        Map<UUID, Integer> duplicates = claim.duplicates();
        int all = duplicates.values().stream().mapToInt(Integer::intValue).sum();
        rows.add(new FoundDelivery(claim.delivery(), all));
        for (Map.Entry<UUID, Integer> again : duplicates.entrySet()) {
            FoundEvent row = rows.row(again.getKey());
            if (row != null) {
                rows.replace(new FoundEvent(row.entry(), row.duplicates() + again.getValue()));
            }
        }
    }

    @Override
    public @Nullable Instant newest() {
        Stored.Total total = store.read(ChangedRows::total);
        return total.rows() == 0 ? null : Micros.at(total.newest());
    }
}
