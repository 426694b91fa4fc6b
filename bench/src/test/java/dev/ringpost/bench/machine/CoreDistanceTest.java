package dev.ringpost.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CoreDistanceTest {
    @AfterEach
    void leavesNoThreadBehind() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("ringpost-bench-core-distance");
    }

    @Test
    void isAPlausibleTimeOrUnknown() throws InterruptedException {
        long ns = CoreDistance.measureNs();
        if (ns != MachineState.UNKNOWN) {
            assertThat(ns).isBetween(1L, TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Test
    void endsWhenInterrupted() {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one core has no distance to be measured");
        Thread.currentThread().interrupt();
        assertThatThrownBy(CoreDistance::measureNs).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }
}
