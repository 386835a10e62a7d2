package upvest.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import upvest.gateway.delivery.RouteSwapLock;

/** What threads meet that enter the routes right after a swap. */
class SwapTest {
    private static final int THREADS = 4;
    private static final int SWAPS = 60;
    private static final String TRUNK = "routes/10-trunk.camel.yaml";
    private static final String DOMAIN = "routes/domain.camel.yaml";
    private static final String KAMELET = "kamelets/queue.kamelet.yaml";

    private volatile boolean goesOn = true;

    @Test
    void noneIsHandedToARouteThatIsGone() throws Exception {
        RouteSwapLock swapLock = new RouteSwapLock();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            Swap swap = new Swap(camel, swapLock);
            RouteFiles running = files(0);
            swap.run(new RouteFiles(new TreeMap<>()), running, Set.of(KAMELET, DOMAIN, TRUNK));
            ProducerTemplate trunk = camel.createProducerTemplate();
            List<Future<Integer>> travellers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                travellers.add(threads.submit(travel(camel, trunk, swapLock)));
            }
            for (int i = 1; i <= SWAPS; i++) {
                RouteFiles next = files(i);
                swap.run(running, next, Set.of(KAMELET, DOMAIN));
                running = next;
            }
            goesOn = false;
            for (Future<Integer> traveller : travellers) {
                assertThat(traveller.get()).isPositive();
            }
        } finally {
            goesOn = false;
            threads.shutdownNow();
        }
    }

    /** Through the trunk again and again; returns how often. */
    private Callable<Integer> travel(DefaultCamelContext camel, ProducerTemplate trunk, RouteSwapLock swapLock) {
        return () -> {
            int times = 0;
            for (; goesOn; times++) {
                Exchange exchange = new DefaultExchange(camel);
                exchange.getIn().setBody("text");
                try (RouteSwapLock.Passage passage = swapLock.enter()) {
                    trunk.send("direct:trunk", exchange);
                }
                assertThat(exchange.getException()).isNull();
                assertThat(exchange.getMessage().getHeader("Swap")).isNotNull();
            }
            return times;
        };
    }

    private static RouteFiles files(int swap) {
        return new RouteFiles(new TreeMap<>(Map.of(
                TRUNK,
                """
                - route:
                    id: trunk
                    from:
                      uri: direct:trunk
                      steps:
                        - to: direct:domain
                """,
                DOMAIN,
                """
                - route:
                    id: domain
                    from:
                      uri: direct:domain
                      steps:
                        - setHeader:
                            name: Swap
                            constant: "%d"
                        - to: kamelet:queue
                """
                        .formatted(swap),
                KAMELET,
                """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: queue
                spec:
                  definition:
                    title: Sink
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                        - setHeader:
                            name: Sunk
                            constant: "%d"
                """
                        .formatted(swap))));
    }
}
