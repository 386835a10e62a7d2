package upvest.gateway.operations;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/whoami}. */
@Component
@Endpoint(id = "whoami")
final class WhoamiEndpoint {
    private static final Instant STARTED = Instant.ofEpochMilli(
                    ManagementFactory.getRuntimeMXBean().getStartTime())
            .truncatedTo(ChronoUnit.SECONDS);

    /** A login, and the gateway that answers it. */
    record Whoami(String name, boolean operator, String host, long process, Instant started) {}

    @ReadOperation
    @ManagedOperation(
            description =
                    "The login, whether it is an operator, and which gateway answers: its host, process and start")
    Whoami whoami() throws UnknownHostException {
        return new Whoami(
                CurrentUser.asks(null),
                CurrentUser.isOperator(),
                InetAddress.getLocalHost().getHostName(),
                ProcessHandle.current().pid(),
                STARTED);
    }
}
