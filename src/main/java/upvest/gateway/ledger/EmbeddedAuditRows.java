package upvest.gateway.ledger;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** In the embedded ledger's store. */
final class EmbeddedAuditRows implements AuditRows {
    private final LedgerStore store;

    EmbeddedAuditRows(LedgerStore store) {
        this.store = store;
    }

    @Override
    public void add(AuditRow row) {
        store.write(open -> {
            try (WriteBatch batch = new WriteBatch()) {
                put(open, batch, newestNumber(open) + 1, row);
                open.write(batch);
                return true;
            }
        });
    }

    static void put(OpenStore open, WriteBatch batch, long number, AuditRow row) throws RocksDBException {
        byte[] value = new Bytes()
                .number(Micros.of(row.at()))
                .text(row.who())
                .text(row.action())
                .text(row.arguments())
                .number(row.dryRun() ? 1 : 0)
                .number(row.howMany())
                .text(row.outcome())
                .array();
        open.put(batch, Keys.audit(number), value);
    }

    private static long newestNumber(OpenStore open) throws RocksDBException {
        byte[] last = open.last(Keys.audit(0), Keys.behind(Keys.AUDIT));
        return last == null ? 0 : number(last);
    }

    private static long number(byte[] key) {
        return Bytes.sorted(ByteBuffer.wrap(key).position(1));
    }

    @Override
    public List<AuditRow> newest(int atMost) {
        return store.read(open -> {
            List<AuditRow> newest = new ArrayList<>();
            byte[] first = Keys.audit(0);
            byte[] key = open.last(first, Keys.behind(Keys.AUDIT));
            while (key != null && newest.size() < atMost) {
                newest.add(row(number(key), Objects.requireNonNull(open.get(key))));
                key = open.last(first, key);
            }
            return newest;
        });
    }

    private static AuditRow row(long number, byte[] value) {
        ByteBuffer from = ByteBuffer.wrap(value);
        return new AuditRow(
                number,
                Micros.at(from.getLong()),
                text(from),
                text(from),
                text(from),
                from.getInt() == 1,
                from.getLong(),
                text(from));
    }

    private static String text(ByteBuffer from) {
        return Objects.requireNonNull(Bytes.text(from));
    }
}
