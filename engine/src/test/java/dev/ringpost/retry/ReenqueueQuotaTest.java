package dev.ringpost.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.RetryPolicy;
import dev.ringpost.ring.SlotRing;
import java.time.Duration;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReenqueueQuotaTest {

    private static final long WINDOW = 1_024;
    private static final long NONE_FREE = 0;

    private final ReenqueueQuota quota = new ReenqueueQuota(WINDOW, SlotRing.BEFORE_FIRST);

    private long takeAll(long completedUpTo, long freeSlots) {
        long taken = 0;
        for (long free = freeSlots; quota.allowedCount(completedUpTo, free) > 0; free = Math.max(0, free - 1)) {
            quota.onReenqueued();
            taken++;
        }
        return taken;
    }

    @Test
    void anEighthOfWhatIsFreedInARingThatIsFull() {
        assertThat(takeAll(SlotRing.BEFORE_FIRST, NONE_FREE)).isZero();
        assertThat(takeAll(6, NONE_FREE)).as("7 slots freed").isZero();
        assertThat(takeAll(7, NONE_FREE)).as("8 slots freed").isEqualTo(1);
        assertThat(takeAll(7, NONE_FREE)).isZero();
        long taken = 1;
        for (long completed = 8; completed < 8_000; completed += 13) {
            taken += takeAll(completed, NONE_FREE);
        }
        assertThat(taken).isBetween(8_000 / 8 - 2L, 8_000 / 8L);
    }

    @Test
    void whatWasNotNeededIsNotSavedUp() {
        assertThat(quota.allowedCount(1_000_000, NONE_FREE)).isEqualTo(WINDOW / ReenqueueQuota.SHARE);
    }

    @Test
    void anIdleRingTakesThemUntilItIsHalfFull() {
        assertThat(takeAll(SlotRing.BEFORE_FIRST, WINDOW)).isEqualTo(WINDOW / 2);
        assertThat(takeAll(SlotRing.BEFORE_FIRST, WINDOW / 2)).isZero();
    }

    /** A full ring, one message in a hundred nacked again and again: what is left for new messages. */
    private static double newPart(RetryPolicy policy, int seconds) {
        int perStep = 100; // slots freed in each of 200 steps a second
        Random random = new Random(3);
        ReenqueueQuota quota = new ReenqueueQuota(WINDOW, SlotRing.BEFORE_FIRST);
        PriorityQueue<long[]> nacked = new PriorityQueue<>((one, other) -> Long.compare(one[0], other[0]));
        long completed = SlotRing.BEFORE_FIRST;
        long accepted = 0;
        for (long step = 0; step < seconds * 200L; step++) {
            long nowNs = step * 5_000_000;
            completed += perStep;
            int room = perStep;
            while (room > 0
                    && !nacked.isEmpty()
                    && Objects.requireNonNull(nacked.peek())[0] <= nowNs
                    && quota.allowedCount(completed, NONE_FREE) > 0) {
                long[] retried = nacked.remove();
                quota.onReenqueued();
                room--;
                retried[1]++;
                retried[0] = nowNs + policy.intervalNs((int) retried[1], random);
                if (retried[0] < retried[2]) {
                    nacked.add(retried);
                }
            }
            accepted += room;
            for (int i = 0; i < room; i++) {
                if (random.nextInt(100) == 0) {
                    nacked.add(new long[] {nowNs + policy.intervalNs(0, random), 0, nowNs + 120_000_000_000L});
                }
            }
        }
        return accepted / (perStep * seconds * 200.0);
    }

    @Test
    void nackedMessagesLeaveTheOthersMostOfTheirRate() {
        assertThat(newPart(RetryPolicy.standard(), 300)).isGreaterThan(0.86);
        RetryPolicy hotLoop = RetryPolicy.builder().intervalMax(Duration.ZERO).build();
        assertThat(newPart(hotLoop, 60)).as("retried at once, for ever").isBetween(0.87, 0.88);
    }
}
