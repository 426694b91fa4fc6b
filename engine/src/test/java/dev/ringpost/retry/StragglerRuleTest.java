package dev.ringpost.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StragglerRuleTest {

    private static final long MS = 1_000_000;
    private static final int WINDOW = 800;
    private static final int FEW = 100;
    private static final int MANY = 100;

    private final StragglerRule rule = new StragglerRule(WINDOW);
    private final ConfirmTimes times = new ConfirmTimes();

    private void confirm(int count, long waitNs) {
        for (int i = 0; i < count; i++) {
            times.onConfirm(waitNs);
        }
    }

    @Test
    void allThreeConditionsAreNeeded() {
        confirm(500, 10 * MS);
        long longNs = StragglerRule.longNs(times);
        assertThat(longNs).isBetween(11 * MS, 12 * MS);
        assertThat(rule.isStraggler(FEW, MANY, true, longNs + 1, times)).isTrue();
        assertThat(rule.isStraggler(0, WINDOW - 1, true, 60_000 * MS, times)).isTrue();
        assertThat(rule.isStraggler(FEW + 1, MANY, true, longNs + 1, times))
                .as("slots are free")
                .isFalse();
        assertThat(rule.isStraggler(FEW, MANY - 1, true, longNs + 1, times))
                .as("nothing to be gained")
                .isFalse();
        assertThat(rule.isStraggler(FEW, MANY, true, longNs, times))
                .as("not long")
                .isFalse();
    }

    @Test
    void halfASecondIsLongForWhoeverWaitsBehindIt() {
        confirm(500, 10 * MS);
        assertThat(rule.isStraggler(WINDOW, 1, true, 500 * MS, times)).isTrue();
        assertThat(rule.isStraggler(WINDOW, 1, true, 499 * MS, times)).isFalse();
        assertThat(rule.isStraggler(WINDOW, 1, false, 60_000 * MS, times))
                .as("callers would be refused for it soon")
                .isFalse();
        assertThat(rule.isStraggler(FEW, MANY, false, 60_000 * MS, times))
                .as("callers are refused already")
                .isTrue();
        assertThat(rule.isStraggler(WINDOW, 0, true, 60_000 * MS, times))
                .as("nobody waits")
                .isFalse();
        assertThat(rule.isStraggler(FEW, MANY - 1, true, 60_000 * MS, times))
                .as("where the broker is slow, more on their way would make it slower")
                .isFalse();
        confirm(500, 5_000 * MS);
        assertThat(rule.isStraggler(WINDOW, 1, true, 500 * MS, times))
                .as("usual here")
                .isFalse();
    }

    @Test
    void beforeTheFirstConfirmNothingIsLong() {
        assertThat(times.medianNs()).isZero();
        assertThat(rule.isStraggler(0, MANY, true, Long.MAX_VALUE, times)).isFalse();
    }

    @Test
    void theSmallestRingNeedsOneSettledMessageAtLeast() {
        confirm(1, MS);
        StragglerRule smallest = new StragglerRule(4);
        assertThat(smallest.isStraggler(0, 0, true, 60_000 * MS, times)).isFalse();
        assertThat(smallest.isStraggler(0, 1, true, 60_000 * MS, times)).isTrue();
    }

    @Test
    void theMedianIsTheMedianAndNotTheMean() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            times.onConfirm(random.nextInt(10) == 0 ? 1_000 * MS : 10 * MS + random.nextInt((int) MS));
        }
        assertThat(times.medianNs()).isBetween(9 * MS, 13 * MS);
        assertThat(times.deviationNs()).as("a tenth of them is far off").isGreaterThan(20 * MS);
    }

    @Test
    void itFollowsAChangeWithinSomeTensOfSamples() {
        confirm(100, MS);
        assertThat(times.medianNs()).isEqualTo(MS);
        confirm(20, 100 * MS);
        assertThat(StragglerRule.longNs(times))
                .as("what is usual now is not long")
                .isGreaterThan(100 * MS);
        confirm(200, 100 * MS);
        assertThat(times.medianNs()).isBetween(98 * MS, 102 * MS);
        confirm(300, 0);
        assertThat(times.medianNs()).as("the coarse clock may even say 0").isBetween(1L, MS);
    }
}
