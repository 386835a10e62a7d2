package upvest.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Who comes first when routes are to be swapped under load. */
class RouteSwapLockTest {
    private final RouteSwapLock lock = new RouteSwapLock();
    private final List<String> order = new CopyOnWriteArrayList<>();

    @Test
    void aDeliveryThatComesWhileASwapWaitsComesAfterIt() throws Exception {
        RouteSwapLock.Passage inside = lock.enter();
        Thread swap = waiting(() -> lock.whenStill(Duration.ofMinutes(1), () -> order.add("swap")));
        Thread later = waiting(() -> lock.move(() -> order.add("later")));
        lock.look(() -> order.add("asked"));
        inside.close();
        swap.join();
        later.join();
        assertThat(order).containsExactly("asked", "swap", "later");
    }

    @Test
    void whatDoesNotEndLetsTheOthersInAgain() throws Exception {
        RouteSwapLock.Passage hanging = lock.enter();
        assertThatThrownBy(() -> lock.whenStill(Duration.ofMillis(1), () -> order.add("swap")))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("deliveries take too long, no moment without one in 0 s");
        lock.move(() -> order.add("other"));
        hanging.close();
        hanging.close(); // by its own thread, when that ends at last
        lock.whenStill(Duration.ofMinutes(1), () -> order.add("swap"));
        assertThat(order).containsExactly("other", "swap");
    }

    /** A thread that has got as far as it can. */
    private static Thread waiting(RouteSwapLock.Step step) {
        Thread thread = new Thread(() -> {
            try {
                step.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !thread.isAlive()
                        || thread.getState() == Thread.State.WAITING
                        || thread.getState() == Thread.State.TIMED_WAITING);
        return thread;
    }
}
