package upvest.bench.common;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which domain the gateway's routes send the events of a category to. */
public final class Domains {
    /** Category to domain, of every category in the published contract. */
    public static final Map<String, String> BY_CATEGORY = byCategory(Map.of(
            "users", List.of("USER", "USER_CHECK"),
            "accounts", List.of("ACCOUNT", "ACCOUNT_GROUP"),
            "orders", List.of("ORDER", "ORDER_CANCELLATION", "EXECUTION"),
            "portfolios", List.of("POSITION", "PORTFOLIO", "REBALANCING", "SAVINGS_PLAN"),
            "payments", List.of("CASH_BALANCE", "DIRECT_DEBIT", "WITHDRAWAL", "MANDATE"),
            "securities", List.of("SECURITIES_TRANSFER", "ACCOUNT_TRANSFER", "CORPORATE_ACTION", "LIQUIDATION"),
            "reports", List.of("REPORT", "FEE")));

    private Domains() {}

    private static Map<String, String> byCategory(Map<String, List<String>> categories) {
        Map<String, String> domains = new HashMap<>();
        categories.forEach((domain, names) -> names.forEach(name -> domains.put(name, domain)));
        return Map.copyOf(domains);
    }
}
