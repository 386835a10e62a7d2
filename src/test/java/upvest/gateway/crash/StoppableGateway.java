package upvest.gateway.crash;

import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.builder.SpringApplicationBuilder;
import upvest.gateway.GatewayApplication;
import upvest.gateway.broker.EmbeddedBroker;
import upvest.gateway.testing.TransactionPoints;
import upvest.gateway.testing.TransactionPoints.Point;

/**
 * The gateway in a process of its own, with one addition: a delivery can be made to stand still at a marked moment.
 * Commands come in on standard input: {@code stop <moment> <n> <name>} lets the n-th delivery that comes to the moment
 * stand there, which is then told as {@code AT <name>}; {@code go} lets it go on.
 */
public final class StoppableGateway {
    static final String AT = "AT ";

    /** The embedded broker's address, with the gateway's own login. */
    static final String INSIDE = "INSIDE ";

    private record Stop(Moment moment, AtomicInteger passing, String name, CountDownLatch go) {}

    private static final AtomicReference<Stop> STOP = new AtomicReference<>();
    private static final ThreadLocal<AtomicInteger> SENDS = ThreadLocal.withInitial(AtomicInteger::new);

    private StoppableGateway() {}

    public static void main(String[] arguments) {
        TransactionPoints.visit(StoppableGateway::pass);
        Thread commands = new Thread(StoppableGateway::obey, "commands");
        commands.setDaemon(true);
        commands.start();
        new SpringApplicationBuilder(GatewayApplication.class, TransactionPoints.class)
                .run(arguments)
                .getBeanProvider(EmbeddedBroker.class)
                .ifAvailable(broker -> System.out.println(INSIDE + "tcp://127.0.0.1:" + broker.port() + "?user="
                        + broker.user() + "&password=" + broker.password()));
    }

    private static void obey() {
        try (Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8)) {
            while (commands.hasNext()) {
                if (commands.next().equals("stop")) {
                    STOP.set(new Stop(
                            Moment.valueOf(commands.next()),
                            new AtomicInteger(commands.nextInt()),
                            commands.next(),
                            new CountDownLatch(1)));
                } else {
                    STOP.get().go().countDown();
                }
            }
        }
    }

    private static void pass(Point point) throws InterruptedException {
        Moment here = moment(point);
        Stop stop = STOP.get();
        if (stop != null && stop.moment() == here && stop.passing().decrementAndGet() == 0) {
            System.out.println(AT + stop.name());
            stop.go().await();
        }
    }

    /** Null where nothing is marked. */
    private static Moment moment(Point point) {
        return switch (point) {
            case AFTER_STORE -> Moment.BEFORE_THE_ANSWER;
            case BEFORE_SEND -> SENDS.get().getAndIncrement() > 0 ? Moment.BETWEEN_SENDS : null;
            case AFTER_ENTER -> {
                SENDS.get().set(0);
                yield Moment.BEFORE_THE_LEDGERS_COMMIT;
            }
            case BEFORE_BROKER_COMMIT -> Moment.BETWEEN_THE_COMMITS;
            case AFTER_BROKER_COMMIT -> Moment.AFTER_THE_BROKERS_COMMIT;
            default -> null;
        };
    }
}
