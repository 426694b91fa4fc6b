package dev.ringpost.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final long CALL_NS = 1_000;
    private static final long CONFIRM_NS = 20_000;

    private final VirtualPacingClock clock = new VirtualPacingClock(0);
    private final OpenLoop loop = new OpenLoop(clock, Pacing.SLEEP);

    /** Takes its time for a call, confirms within it, and stalls once. */
    private class Target implements PacedTarget {
        private final long stallNumber;
        private final long stallNs;
        private long published;

        Target(long stallNumber, long stallNs) {
            this.stallNumber = stallNumber;
            this.stallNs = stallNs;
        }

        @Override
        public void publish(long number) {
            clock.pass(CALL_NS);
            if (number == stallNumber) {
                clock.pass(stallNs);
            }
            clock.pass(CONFIRM_NS);
            loop.onConfirmed(number);
            published++;
        }

        @Override
        public void awaitAllConfirmed() {
            assertThat(published).isPositive();
        }
    }

    @Test
    void keepsTheRate() throws Exception {
        OpenLoop.Run run = loop.runPaced(3_000, 30_000, new Target(-1, 0), Latencies.empty());
        assertThat(run.messages()).isEqualTo(30_000);
        assertThat(run.publishedPerSecond()).isCloseTo(3_000, within(1.0));
        assertThat(run.latencies().callNs().getTotalCount()).isEqualTo(30_000);
        assertThat(run.latencies().confirmFromDueNs().getMaxValue()).isLessThan(2 * (CALL_NS + CONFIRM_NS));
    }

    @Test
    void findsAPauseInEveryMessageThatFellIntoIt() throws Exception {
        long pauseNs = TimeUnit.MILLISECONDS.toNanos(100);
        OpenLoop.Run run = loop.runPaced(1_000, 1_000, new Target(500, pauseNs), Latencies.empty());
        Latencies latencies = run.latencies();
        // One call of a thousand took long ...
        assertThat(latencies.callNs().getMaxValue()).isBetween(pauseNs, pauseNs + pauseNs / 100);
        assertThat(longerThan(latencies.callNs(), pauseNs / 20)).isEqualTo(1);
        // ... but a hundred messages were due meanwhile, and all of them were late, the last of them least.
        for (Histogram fromDue : new Histogram[] {latencies.callFromDueNs(), latencies.confirmFromDueNs()}) {
            assertThat(fromDue.getValueAtPercentile(89)).isLessThan(pauseNs / 20);
            assertThat((double) fromDue.getValueAtPercentile(95)).isCloseTo(pauseNs / 2.0, within(pauseNs / 20.0));
            assertThat((double) fromDue.getValueAtPercentile(99)).isCloseTo(0.9 * pauseNs, within(pauseNs / 20.0));
            assertThat(fromDue.getTotalCount()).isEqualTo(1_000);
        }
        // What was behind is made up for.
        assertThat(run.publishedPerSecond()).isCloseTo(1_000, within(2.0));
    }

    @Test
    void doesNotWaitForATargetThatIsTooSlow() throws Exception {
        long callsPerSecond = TimeUnit.SECONDS.toNanos(1) / (CALL_NS + CONFIRM_NS);
        OpenLoop.Run run = loop.runPaced(2 * callsPerSecond, 10_000, new Target(-1, 0), Latencies.empty());
        assertThat(clock.sleepsNs).isEmpty();
        assertThat(run.publishedPerSecond()).isLessThan((double) callsPerSecond);
        assertThat(run.latencies().callFromDueNs().getMaxValue()).isGreaterThan(4_000 * (CALL_NS + CONFIRM_NS));
    }

    @Test
    void publishesForATimeWithoutARate() throws Exception {
        long timeNs = TimeUnit.MILLISECONDS.toNanos(50);
        OpenLoop.Run run = loop.runUnpaced(timeNs, new Target(-1, 0), Latencies.empty());
        assertThat(run.publishingNs()).isBetween(timeNs, timeNs + 2 * (CALL_NS + CONFIRM_NS));
        assertThat(clock.sleepsNs).isEmpty();
    }

    @Test
    void beginsEachRunAnew() throws Exception {
        loop.runPaced(1_000, 100, new Target(50, TimeUnit.SECONDS.toNanos(1)), Latencies.empty());
        OpenLoop.Run second = loop.runPaced(1_000, 100, new Target(-1, 0), Latencies.empty());
        assertThat(second.latencies().confirmFromDueNs().getTotalCount()).isEqualTo(100);
        assertThat(second.latencies().confirmFromDueNs().getMaxValue()).isLessThan(2 * (CALL_NS + CONFIRM_NS));
    }

    @Test
    void needsARate() {
        assertThatThrownBy(() -> loop.runPaced(0, 1, new Target(-1, 0), Latencies.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void allocatesNothingForAMessage() throws Exception {
        OpenLoop real = new OpenLoop(PacingClock.SYSTEM, Pacing.SLEEP);
        PacingAlone target = new PacingAlone(real::onConfirmed);
        allocatedBytes(real, target, 100_000); // to be compiled
        long fewBytes = allocatedBytes(real, target, 1_000);
        long manyBytes = allocatedBytes(real, target, 500_000);
        assertThat(manyBytes - fewBytes).isLessThan(50_000);
    }

    private static long allocatedBytes(OpenLoop loop, PacedTarget target, long messages) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        loop.runPaced(TimeUnit.SECONDS.toNanos(1), messages, target, Latencies.empty());
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static long longerThan(Histogram histogram, long latencyNs) {
        return histogram.getCountBetweenValues(latencyNs, Latencies.HIGHEST_NS);
    }
}
