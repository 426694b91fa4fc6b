package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The time that confirms are waited for by. */
class ConfirmClockTest {

    private static final long S = 1_000_000_000;

    private final ConfirmClock clock = new ConfirmClock(5 * S);

    @Test
    void goesWithTheLanesTime() {
        assertThat(clock.tick(5 * S + 7, false)).isEqualTo(5 * S + 7);
        assertThat(clock.nowNs()).isEqualTo(5 * S + 7);
    }

    @Test
    void standsStillFromTheStepThatSawTheAlarmToTheOneThatSawItsEnd() {
        clock.tick(5 * S, true);
        assertThat(clock.tick(6 * S, true)).isEqualTo(5 * S);
        assertThat(clock.tick(7 * S, false)).isEqualTo(5 * S);
        assertThat(clock.tick(7 * S + 3, false)).isEqualTo(5 * S + 3);
    }

    @Test
    void aLaneThatWasHeldUpForLongWaitedForNothing() {
        assertThat(clock.tick(45 * S, false)).isEqualTo(6 * S);
        assertThat(clock.tick(45 * S + 3, false)).isEqualTo(6 * S + 3);
    }
}
