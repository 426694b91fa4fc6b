package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatheringTest {

    private static final long US_NS = 1_000;
    private static final int SHORTEST_US = 10;

    private final Gathering gathering = new Gathering(0);
    private long nowNs;

    /** After a step that wrote once the messages that had come since the one before. */
    private long allowedUs(long sinceUs, long takenCount, long unansweredCount) {
        return allowedUs(sinceUs, takenCount, 1, unansweredCount);
    }

    private long allowedUs(long sinceUs, long takenCount, long writeCount, long unansweredCount) {
        nowNs += sinceUs * US_NS;
        return gathering.allowedNs(nowNs, takenCount, writeCount, unansweredCount) / US_NS;
    }

    private int leftOutCount() {
        int count = 0;
        while (!gathering.isTurn()) {
            count++;
        }
        return count;
    }

    @ParameterizedTest
    @CsvSource({"100, 1, 16, 100", "200, 2, 16, 100", "100, 1, 24, 150", "700, 7, 24, 150", "8, 1, 160, 80"})
    void oneByOneAsLongAsASixteenthOfTheTimeToAnAnswer(long sinceUs, long taken, long unanswered, long expectedUs) {
        assertThat(allowedUs(sinceUs, taken, unanswered)).isEqualTo(expectedUs);
    }

    @Test
    void notForALongTimeHoweverLongTheAnswersTake() {
        assertThat(allowedUs(100, 1, 39)).isEqualTo(243);
        assertThat(allowedUs(100, 1, 40)).isEqualTo(250);
        assertThat(allowedUs(100, 1, 1_000_000)).isEqualTo(250);
    }

    @Test
    void notWhenTheAnswersAreQuick() {
        assertThat(allowedUs(50, 1, 16)).isEqualTo(50);
        assertThat(allowedUs(49, 1, 16)).isZero();
        assertThat(allowedUs(1, 1, 799)).isZero();
    }

    @Test
    void notWhenTheNextWouldComeTooLate() {
        assertThat(allowedUs(250, 1, 1_000)).isEqualTo(250);
        assertThat(allowedUs(251, 1, 1_000)).isZero();
        assertThat(allowedUs(3_600_000_000L, 1, 1_000)).isZero();
        assertThat(allowedUs(250, 1, 1_000)).as("a pause is forgotten").isEqualTo(250);
    }

    @Test
    void severalAtATimeAreBroughtByTheShortestSleep() {
        assertThat(allowedUs(100, 7, 16)).isZero();
        for (int taken : new int[] {8, 9, 255}) {
            for (int unanswered : new int[] {16, 1_000_000}) {
                assertThat(allowedUs(100, taken, unanswered)).isEqualTo(SHORTEST_US);
            }
        }
        assertThat(allowedUs(100, 256, 1_000)).isZero();
    }

    @Test
    void notWhenAStepHadMoreThanItsWriteOrNoneYet() {
        for (int taken : new int[] {1, 8}) {
            assertThat(allowedUs(100, taken, 2, 1_000)).isZero();
            assertThat(allowedUs(100, taken, 0, 1_000)).isZero();
        }
        assertThat(allowedUs(100, 1, 16))
                .as("the time since the last step that took some")
                .isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "7, 2", "8, 8", "255, 8"})
    void whatBroughtNothingIsLeftForAWhile(long takenBefore, long enough) {
        assertThat(leftOutCount()).isZero();
        gathering.begin(takenBefore);
        gathering.learn(enough);
        assertThat(leftOutCount()).isZero();
        gathering.begin(takenBefore);
        gathering.learn(enough - 1);
        assertThat(leftOutCount()).isEqualTo(64);
        gathering.learn(0);
        assertThat(leftOutCount()).as("after a step that was not put off").isZero();
    }
}
