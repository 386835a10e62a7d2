package upvest.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RefusalLogTest {
    private final AtomicLong now = new AtomicLong();
    private final RefusalLog log = new RefusalLog(now::get);

    @Test
    void saysWithTheNextLineHowManyItLeftOut(CapturedOutput output) {
        for (int i = 0; i < RefusalLog.LINES_A_MINUTE + 5; i++) {
            log.add(new Refused(RefusalReason.MISSING, "of the first minute"));
        }
        log.add(new Refused(RefusalReason.BAD_SIGNATURE, "another reason has its own lines"));
        now.addAndGet(TimeUnit.MINUTES.toNanos(1));
        log.add(new Refused(RefusalReason.MISSING, "of the second minute"));
        log.add(new Refused(RefusalReason.MISSING, "one more"));
        assertThat(output.getOut().split("of the first minute", -1)).hasSize(RefusalLog.LINES_A_MINUTE + 1);
        assertThat(output.getOut().lines().filter(line -> line.contains("another reason")))
                .hasSize(1);
        assertThat(output.getOut().lines().filter(line -> line.contains("of the second minute")))
                .singleElement()
                .asString()
                .contains("5");
        assertThat(output.getOut().lines().filter(line -> line.contains("one more")))
                .singleElement()
                .asString()
                .doesNotContain("notLogged");
    }
}
