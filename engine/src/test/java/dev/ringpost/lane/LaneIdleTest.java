package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.WaitStrategy;
import dev.ringpost.retry.RetryStore;
import dev.ringpost.ring.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of the three the lane does between two steps; all on this thread, which a park holds for 50 ms at most. */
class LaneIdleTest {

    private static final int FEW = 8;
    private static final int ENOUGH = 256;
    private static final int MANY = 16;
    private static final long SHORTEST_SLEEP_NS = 10_000;
    private static final long PARK_NS = 50_000_000;
    private static final long MS_NS = 1_000_000;

    private final Lane lane = new Lane();
    private long nowNs = 7;

    /** What each look at the clock adds. */
    private long lookNs = 1_000;

    private Signal signal = Signal.of(WaitStrategy.PARK);
    private LaneIdle idle = new LaneIdle(signal, () -> nowNs += lookNs, lane);

    /** What a test before may have left, which would end the first park. */
    @BeforeEach
    void takePermit() {
        LockSupport.parkNanos(1);
    }

    @AfterEach
    void leavesNoInterrupt() {
        Thread.interrupted();
    }

    private final class Lane implements LaneIdle.View {

        /** Of each look whether there is work: whether a call to publish would have had to wake the lane then. */
        private final List<Boolean> wasParked = new ArrayList<>();

        private Runnable duringLook = () -> {};
        private int gatherCount;
        private boolean mayGather = true;
        private long takenCount = -1; // as a lane's, whose first message has the number 0
        private long writeCount;
        private long unansweredCount;
        private long dueNs = RetryStore.NEVER;

        @Override
        public long takenCount() {
            return takenCount;
        }

        @Override
        public long writeCount() {
            return writeCount;
        }

        @Override
        public long unansweredCount() {
            return unansweredCount;
        }

        @Override
        public boolean hasWork() {
            wasParked.add(signal.isParked());
            duringLook.run();
            return false;
        }

        @Override
        public long nextDueNs() {
            return dueNs;
        }

        @Override
        public boolean mayGather() {
            return mayGather;
        }

        @Override
        public void gathers() {
            gatherCount++;
        }
    }

    private void with(WaitStrategy strategy) {
        signal = Signal.of(strategy);
        idle = new LaneIdle(signal, () -> nowNs += lookNs, lane);
    }

    private void afterStep(int work, long taken, long writes, long unanswered) {
        lane.takenCount += taken;
        lane.writeCount += writes;
        lane.unansweredCount = unanswered;
        idle.afterStep(work);
    }

    /** A step that did nothing; returns whether a call would have had to wake the lane after it. */
    private boolean parksAfterNothing(long unanswered) {
        lane.wasParked.clear();
        long startNs = System.nanoTime();
        afterStep(0, 0, 0, unanswered);
        long tookNs = System.nanoTime() - startNs;
        assertThat(lane.wasParked).hasSize(1);
        boolean parked = lane.wasParked.get(0);
        assertThat(tookNs).isGreaterThanOrEqualTo(parked ? PARK_NS - MS_NS : SHORTEST_SLEEP_NS);
        return parked;
    }

    /** A step with messages that were written; returns whether the next one was put off. */
    private boolean gathersAfter(long takenCount, long writeCount, long unanswered) {
        int before = lane.gatherCount;
        long startNs = System.nanoTime();
        afterStep(1, takenCount, writeCount, unanswered);
        boolean gathers = lane.gatherCount > before;
        if (gathers) {
            assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(SHORTEST_SLEEP_NS);
        }
        return gathers;
    }

    @Test
    void withFewUnansweredItParks() {
        for (int unanswered : new int[] {0, 1, MANY - 1}) {
            assertThat(parksAfterNothing(unanswered))
                    .as("with %s unanswered", unanswered)
                    .isTrue();
        }
    }

    @Test
    void withManyUnansweredNoCallHasToWakeItForAWhile() {
        for (int i = 0; i < 4; i++) {
            assertThat(parksAfterNothing(MANY)).as("rest %s", i).isFalse();
        }
        assertThat(parksAfterNothing(MANY))
                .as("nothing came: to go on would cost more")
                .isTrue();
        afterStep(1, 0, 0, MANY);
        assertThat(parksAfterNothing(MANY)).as("an answer is no message").isTrue();
    }

    @Test
    void whereMessagesAreRareOneRestIsEnoughUntilItFindsSome() {
        for (int i = 0; i < 5; i++) {
            parksAfterNothing(MANY);
        }
        afterStep(1, 1, 1, MANY);
        assertThat(parksAfterNothing(MANY)).isFalse();
        assertThat(parksAfterNothing(MANY)).as("the second time").isTrue();

        afterStep(1, 1, 1, MANY);
        assertThat(parksAfterNothing(MANY)).isFalse();
        afterStep(1, 1, 1, MANY); // it came during the rest
        for (int i = 0; i < 4; i++) {
            assertThat(parksAfterNothing(MANY)).as("rest %s", i).isFalse();
        }
    }

    @Test
    void restsThatEndForAnAnswerAreNotThoseThatBringNothing() {
        for (int i = 0; i < 10; i++) {
            assertThat(parksAfterNothing(MANY)).as("rest %s", i).isFalse();
            afterStep(1, 0, 0, MANY);
        }
    }

    @Test
    void itGathersMessagesThatComeTooFastForOneByOneAndTooSlowForAFullWrite() {
        assertThat(gathersAfter(FEW, 1, MANY)).isTrue();
        assertThat(gathersAfter(ENOUGH - 1, 1, MANY)).isTrue();

        assertThat(gathersAfter(ENOUGH, 1, MANY)).isFalse();
        assertThat(gathersAfter(FEW - 1, 1, MANY)).isFalse();
        assertThat(gathersAfter(FEW, 1, MANY - 1))
                .as("somebody may wait for one of so few")
                .isFalse();
        assertThat(gathersAfter(FEW, 2, MANY)).as("large ones").isFalse();
        assertThat(gathersAfter(FEW, 0, MANY)).as("not written yet").isFalse();
        lane.mayGather = false;
        assertThat(gathersAfter(FEW, 1, MANY)).isFalse();
        assertThat(lane.wasParked).as("the next step comes at once").isEmpty();
    }

    /** So that 24 unanswered mean 2.4 ms to an answer. */
    private void messagesEach100Us() {
        for (int i = 0; i < 16; i++) {
            nowNs += 100_000 - lookNs;
            afterStep(1, 1, 2, 0);
        }
    }

    @Test
    void whereAnswersTakeLongItGathersOneByOne() {
        assertThat(gathersAfter(1, 1, 24)).isFalse();
        messagesEach100Us();
        assertThat(gathersAfter(1, 1, 24)).isTrue();
        assertThat(gathersAfter(1, 1, MANY - 1)).isFalse();
    }

    @Test
    void whoIsNotToBeLateByMoreThanAShortSleepGathersNothingOneByOne() {
        with(WaitStrategy.SLEEP);
        messagesEach100Us();
        assertThat(gathersAfter(1, 1, 24)).isFalse();
        assertThat(gathersAfter(FEW, 1, 24)).isTrue();
    }

    /** A message each 100 µs, of which 24 are on their way: a sixteenth of 2.4 ms, and as late as Linux is anyway. */
    @Test
    void itGathersAsLongAsItIsTo() {
        messagesEach100Us();
        LockSupport.unpark(Thread.currentThread()); // as an answer leaves it that came just as a rest ended by itself
        long startNs = System.nanoTime();
        assertThat(gathersAfter(1, 1, 24)).isTrue();
        assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(85_000);
    }

    @Test
    void sleepsThatBringNothingAreLeftOutForAWhile() {
        messagesEach100Us();
        int gatherCount = 0;
        for (int i = 0; i < 100; i++) {
            nowNs += 100_000;
            gatherCount += gathersAfter(1, 1, 24) ? 1 : 0;
        }
        assertThat(gatherCount).isEqualTo(8);
    }

    @Test
    void whatIsDueIsNotPutOff() {
        messagesEach100Us();
        lane.dueNs = nowNs + 140_000;
        assertThat(gathersAfter(1, 1, 24)).isFalse();
        lane.dueNs = nowNs + 170_000;
        assertThat(gathersAfter(1, 1, 24)).isTrue();
    }

    @Test
    void aStepWithNothingButAnswersIsNotPutOff() {
        assertThat(gathersAfter(0, 0, 1_000)).isFalse();
        assertThat(lane.wasParked).isEmpty();
    }

    @Test
    void nobodyWhoWaitsIsKeptWaiting() {
        lane.mayGather = false;
        assertThat(parksAfterNothing(MANY)).isTrue();
    }

    @Test
    void aSleeperParksOnlyWhenThereWasNoMessageForASecond() {
        with(WaitStrategy.SLEEP);
        lane.mayGather = false;
        for (int i = 0; i < 20; i++) {
            assertThat(parksAfterNothing(0)).as("rest %s", i).isFalse();
        }
        nowNs += 990 * MS_NS;
        assertThat(parksAfterNothing(0)).isFalse();
        nowNs += 10 * MS_NS;
        assertThat(parksAfterNothing(0)).isTrue();
        afterStep(1, 0, 0, 0);
        assertThat(parksAfterNothing(0)).as("an answer is no message").isTrue();
        afterStep(1, 1, 1, 1);
        assertThat(parksAfterNothing(0)).isFalse();
    }

    /** What an answer ends says nothing about the timer. */
    @Test
    void onlySleepsThatRanOutTellOfTheTimer() {
        lane.duringLook = signal::wake;
        for (int i = 0; i < 8; i++) {
            lookNs = 15 * MS_NS;
            assertThat(gathersAfter(FEW, 1, MANY)).as("late sleep %s", i).isTrue();
            lookNs = 1_000;
            afterStep(1, FEW, 2, MANY);
            afterStep(0, 0, 0, MANY);
        }
        afterStep(1, FEW, 2, MANY);
        assertThat(gathersAfter(FEW, 1, MANY)).isFalse();
    }

    @Test
    void aTimerThatComesLateIsNotSleptByForASecond() {
        lookNs = 15 * MS_NS;
        for (int i = 0; i < 7; i++) {
            assertThat(gathersAfter(FEW, 1, MANY)).as("may be an accident").isTrue();
        }
        lookNs = 1_000;
        assertThat(gathersAfter(FEW, 1, MANY)).as("it was").isTrue();
        lookNs = 15 * MS_NS;
        for (int i = 0; i < 8; i++) {
            assertThat(gathersAfter(FEW, 1, MANY)).isTrue();
        }
        lookNs = 1_000;
        assertThat(gathersAfter(FEW, 1, MANY)).isFalse();
        assertThat(parksAfterNothing(MANY)).isTrue();
        nowNs += 1_000 * MS_NS;
        assertThat(gathersAfter(FEW, 1, MANY)).isTrue();
    }

    @Test
    void whoWantsToBeQuickPutsNothingOff() {
        for (WaitStrategy strategy : List.of(WaitStrategy.LOW_LATENCY, WaitStrategy.BUSY_SPIN)) {
            with(strategy);
            assertThat(gathersAfter(FEW, 1, MANY)).isFalse();
            lane.wasParked.clear();
            afterStep(0, 0, 0, MANY);
            assertThat(lane.wasParked.size()).isGreaterThanOrEqualTo(strategy.spinCount());
            assertThat(lane.wasParked.contains(true)).isEqualTo(strategy == WaitStrategy.LOW_LATENCY);
        }
    }

    @Test
    void anInterruptThatIsNobodysDoesNotLetItSpin() {
        for (long unanswered : new long[] {MANY, 0}) {
            Thread.currentThread().interrupt();
            afterStep(0, 0, 0, unanswered); // comes back at once: an interrupt ends one park besides setting the flag
            parksAfterNothing(unanswered);
        }
        Thread.currentThread().interrupt();
        afterStep(1, FEW, 1, MANY);
        assertThat(gathersAfter(FEW, 1, MANY)).isTrue();
    }
}
