package dev.ringpost.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerTest {
    @Test
    void sleepsUntilShortlyBeforeAndSpinsForTheRest() {
        VirtualPacingClock clock = new VirtualPacingClock(3_000);
        long dueNs = clock.nanoTime() + 1_000_000;
        long nowNs = new Pacer(clock, Pacing.SLEEP).awaitDue(dueNs);
        assertThat(clock.sleepsNs).containsExactly(1_000_000 - VirtualPacingClock.READING_NS - Pacer.SPIN_NS);
        assertThat(nowNs).isBetween(dueNs, dueNs + VirtualPacingClock.READING_NS);
    }

    @Test
    void isLateByWhatTheMachineOversleeps() {
        VirtualPacingClock clock = new VirtualPacingClock(55_000);
        long dueNs = clock.nanoTime() + 1_000_000;
        long nowNs = new Pacer(clock, Pacing.SLEEP).awaitDue(dueNs);
        assertThat(clock.sleepsNs).hasSize(1);
        assertThat(nowNs - dueNs).isBetween(45_000L, 45_000L + 2 * VirtualPacingClock.READING_NS);
    }

    @Test
    void waitsForNothingThatIsDue() {
        VirtualPacingClock clock = new VirtualPacingClock(0);
        long nowNs = clock.nanoTime();
        assertThat(new Pacer(clock, Pacing.SLEEP).awaitDue(nowNs - 1)).isEqualTo(nowNs + VirtualPacingClock.READING_NS);
        assertThat(clock.sleepsNs).isEmpty();
    }

    @Test
    void neverSleepsWhereItIsToSpin() {
        VirtualPacingClock clock = new VirtualPacingClock(3_000);
        long dueNs = clock.nanoTime() + 1_000_000;
        long nowNs = new Pacer(clock, Pacing.SPIN).awaitDue(dueNs);
        assertThat(clock.sleepsNs).isEmpty();
        assertThat(nowNs).isBetween(dueNs, dueNs + VirtualPacingClock.READING_NS);
    }

    @Test
    void spinsForAShortTime() {
        VirtualPacingClock clock = new VirtualPacingClock(0);
        long dueNs = clock.nanoTime() + Pacer.SPIN_NS;
        assertThat(new Pacer(clock, Pacing.SLEEP).awaitDue(dueNs)).isGreaterThanOrEqualTo(dueNs);
        assertThat(clock.sleepsNs).isEmpty();
    }
}
