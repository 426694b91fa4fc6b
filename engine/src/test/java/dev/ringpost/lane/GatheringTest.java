package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatheringTest {

    private static final long US_NS = 1_000;
    private static final int SHORTEST_US = 10;
    private static final int LONGEST_US = 250;
    private static final int ROW = 8;
    private static final int LEFT_OUT = 512;

    private long nowNs = Long.MAX_VALUE - US_NS;
    private Gathering gathering = new Gathering(() -> nowNs, true);

    private void step(long sinceUs, long takenCount) {
        nowNs += sinceUs * US_NS;
        gathering.afterStep(takenCount);
    }

    /** So many that it knows how far they are apart. */
    private void oneByOne(long everyUs) {
        for (int i = 0; i < 16; i++) {
            step(everyUs, 1);
        }
    }

    private long sleepUs(long takenCount, long unansweredCount) {
        return gathering.nextSleepNs(takenCount, unansweredCount) / US_NS;
    }

    /** Sleeps as long as that is done, each bringing as much; returns how many steps are not put off then. */
    private int leftOutAfter(int sleepCount, long takenCount, long unansweredCount, long broughtCount) {
        for (int i = 0; i < sleepCount; i++) {
            long sleepNs = gathering.nextSleepNs(takenCount, unansweredCount);
            assertThat(sleepNs).isPositive();
            gathering.onSleep(sleepNs);
            step(100, broughtCount);
        }
        int leftOutCount = 0;
        while (leftOutCount <= LEFT_OUT && gathering.nextSleepNs(takenCount, unansweredCount) == 0) {
            leftOutCount++;
        }
        return leftOutCount;
    }

    @ParameterizedTest
    @CsvSource({"100, 16, 40", "100, 24, 90", "200, 16, 140", "8, 240, 60"})
    void oneByOneItIsASixteenthOfTheTimeToAnAnswerLessWhatSleepsAreTooLong(
            long everyUs, long unansweredCount, long expectedUs) {
        oneByOne(everyUs);
        for (int taken : new int[] {1, 7}) {
            assertThat(sleepUs(taken, unansweredCount)).isEqualTo(expectedUs);
        }
    }

    @Test
    void theTimeToAnAnswerIsThatOfAllMessagesHoweverManyAtATime() {
        step(500, 5);
        step(600, 6);
        assertThat(sleepUs(1, 1_000)).as("not known before there were enough").isZero();
        step(500, 5);
        assertThat(sleepUs(1, 24)).isEqualTo(90);
        step(0, 15);
        assertThat(sleepUs(1, 24)).as("some are no trend").isEqualTo(90);
        step(3_200, 1);
        assertThat(sleepUs(1, 24)).isEqualTo(240);
    }

    @Test
    void notForALongTimeHoweverLongTheAnswersTake() {
        oneByOne(100);
        assertThat(sleepUs(1, 49)).isEqualTo(246);
        assertThat(sleepUs(1, 50)).isEqualTo(LONGEST_US);
        assertThat(sleepUs(1, 1_000_000)).isEqualTo(LONGEST_US);
    }

    @Test
    void notWhenTheAnswersAreQuick() {
        oneByOne(100);
        assertThat(sleepUs(1, 12)).isEqualTo(15);
        assertThat(sleepUs(1, 11)).isZero();
        oneByOne(1);
        assertThat(sleepUs(1, 1_000)).isZero();
    }

    @Test
    void notWhenTheNextWouldComeTooLate() {
        oneByOne(250);
        assertThat(sleepUs(1, 1_000)).isEqualTo(LONGEST_US);
        oneByOne(251);
        assertThat(sleepUs(1, 1_000)).isZero();
        step(3_600_000_000L, 16);
        assertThat(sleepUs(1, 1_000_000)).isZero();
        oneByOne(250);
        assertThat(sleepUs(1, 1_000)).as("a pause is forgotten").isEqualTo(LONGEST_US);
    }

    @Test
    void severalAtATimeAreBroughtByTheShortestSleep() {
        oneByOne(1);
        for (int taken : new int[] {8, 255}) {
            assertThat(sleepUs(taken, 16)).isEqualTo(SHORTEST_US);
        }
        assertThat(sleepUs(7, 16)).isZero();
        oneByOne(100);
        assertThat(sleepUs(8, 24)).as("or a longer one, as it may be").isEqualTo(90);
    }

    @Test
    void aStepWasEarlyThatWroteOnceAndNotEnough() {
        assertThat(Gathering.isEarly(1, 1)).isTrue();
        assertThat(Gathering.isEarly(255, 1)).isTrue();
        assertThat(Gathering.isEarly(256, 1)).isFalse();
        assertThat(Gathering.isEarly(0, 1)).isFalse();
        assertThat(Gathering.isEarly(8, 0)).as("not written yet").isFalse();
        assertThat(Gathering.isEarly(8, 2)).as("large ones").isFalse();
    }

    @Test
    void whoWantsShortSleepsOnlyGetsNoLongOnes() {
        gathering = new Gathering(() -> nowNs, false);
        oneByOne(100);
        assertThat(sleepUs(7, 1_000)).isZero();
        assertThat(sleepUs(8, 1_000)).isEqualTo(SHORTEST_US);
    }

    @Test
    void longOnesThatBringNotThreeInTwoAreLeftOutForAWhile() {
        oneByOne(100);
        assertThat(leftOutAfter(ROW, 1, 24, 2)).isZero();
        assertThat(leftOutAfter(4, 1, 24, 1)).isZero();
        assertThat(leftOutAfter(4, 1, 24, 2)).as("12 in all").isZero();
        assertThat(leftOutAfter(5, 1, 24, 1)).isZero();
        assertThat(leftOutAfter(3, 1, 24, 2)).as("11 in all").isEqualTo(LEFT_OUT);
        assertThat(leftOutAfter(ROW, 1, 24, 2))
                .as("every row is judged by itself")
                .isZero();
    }

    @Test
    void shortOnesThatBringOneByOneAreLeftOutForAWhile() {
        oneByOne(1);
        assertThat(leftOutAfter(ROW, 8, 16, 8)).isZero();
        assertThat(leftOutAfter(1, 8, 16, 7)).isZero();
        assertThat(leftOutAfter(ROW - 1, 8, 16, 8)).isEqualTo(LEFT_OUT);
    }

    @Test
    void eitherKindIsLeftOutByItself() {
        oneByOne(100);
        for (int i = 0; i < ROW; i++) {
            gathering.onSleep(90_000);
            step(100, 0);
        }
        assertThat(sleepUs(1, 24)).isZero();
        assertThat(sleepUs(8, 24)).isEqualTo(SHORTEST_US);
    }

    @Test
    void stepsThatWereNotPutOffAreNotJudged() {
        oneByOne(100);
        for (int i = 0; i < 1_000; i++) {
            step(0, 0);
        }
        assertThat(sleepUs(1, 24)).isEqualTo(90);
    }
}
