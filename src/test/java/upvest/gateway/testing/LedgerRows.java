package upvest.gateway.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import upvest.gateway.ledger.LedgerSize;
import upvest.gateway.ledger.Search;

/** What is in a gateway's ledger, of whatever kind it is. */
public final class LedgerRows {
    private LedgerRows() {}

    /** How many events, counted. */
    public static long count(TestGateway gateway) {
        LedgerSize.Size size = gateway.bean(LedgerSize.class).now();
        return size.exact()
                ? size.rows()
                : gateway.bean(JdbcTemplate.class).queryForObject("SELECT count(*) FROM ledger", Long.class);
    }

    /** All events of the last day, at most 10,000. */
    public static List<Search.FoundEvent> all(TestGateway gateway) {
        Instant now = Instant.now();
        return gateway.bean(Search.class)
                .find(
                        new Search.Wanted(
                                Search.Position.before(now.minus(Duration.ofDays(1))),
                                now.plus(Duration.ofDays(1)),
                                null,
                                null),
                        10_000);
    }
}
