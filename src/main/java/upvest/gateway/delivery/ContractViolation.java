package upvest.gateway.delivery;

import org.apache.camel.Exchange;
import org.apache.camel.ValidationException;

/** What a schema has against a text: where and which rule, never the value. */
public final class ContractViolation extends ValidationException {
    private static final long serialVersionUID = 1L;
    private final String violation;

    ContractViolation(Exchange exchange, String violation) {
        super(exchange, violation);
        this.violation = violation;
    }

    /** The violation alone, without the exchange that Camel's exceptions add. */
    @Override
    public String getMessage() {
        return violation;
    }
}
