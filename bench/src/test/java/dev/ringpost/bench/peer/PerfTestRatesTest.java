package dev.ringpost.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PerfTestRatesTest {
    private final PerfTestRates rates = new PerfTestRates();

    @Test
    void addsUpTheIntervalsAfterTheWarmUp() {
        rates.onLine(rateLine("1.000", 100, 0));
        rates.onLine("id: test-1, starting producer #0");
        rates.onLine(rateLine("2.000", 200, 0));
        rates.onLine(rateLine("3.500", 400, 0));
        rates.onLine("test stopped (Producer reached message limit)");
        PerfTestRates.Steady steady = rates.steady(100);
        assertThat(rates.isComplete()).isTrue();
        assertThat(steady.messageCount()).isEqualTo(800);
        assertThat(steady.intervalCount()).isEqualTo(2);
        assertThat(steady.used().elapsedNs()).isEqualTo(2_500_000_000L);
    }

    @Test
    void isNotCompleteAfterANackOrWithoutTheStopLine() {
        rates.onLine(rateLine("1.000", 100, 0));
        assertThat(rates.isComplete()).isFalse();
        rates.onLine(rateLine("2.000", 100, 1));
        rates.onLine("test stopped (Producer reached message limit)");
        assertThat(rates.isComplete()).isFalse();
    }

    @Test
    void refusesARunTooShortToMeasure() {
        rates.onLine(rateLine("1.000", 100, 0));
        assertThatThrownBy(() -> rates.steady(100)).isInstanceOf(IllegalStateException.class);
    }

    private static String rateLine(String endS, int confirmed, int nacked) {
        return "id: test-1, time " + endS + " s, sent: 90175 msg/s, confirmed: " + confirmed + " msg/s, nacked: "
                + nacked + " msg/s, min/median/75th/95th/99th confirm latency: 18/1301/2045/3402/6633 µs";
    }
}
