package dev.ringpost.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuTimesTest {
    private static final String STAT = """
            cpu  100 20 30 400 5 0 7 38 60 9
            cpu0 50 10 15 200 5 0 7 8 30 9
            intr 123 0 0
            """;

    @Test
    void addsUpAllCoresAndCountsGuestsOnce() {
        assertThat(CpuTimes.parse(STAT)).isEqualTo(new CpuTimes(600, 38));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "cpu",
                "cpu  1 2 3 4 5 6 7",
                "cpu0 1 2 3 4 5 6 7 8",
                "cpu  1 2 3 4 5 6 7 many",
                "intr 1"
            })
    void knowsNothingOfWhatIsNotThere(String stat) {
        assertThat(CpuTimes.parse(stat)).isEqualTo(CpuTimes.UNKNOWN);
    }

    @Test
    void tellsTheStolenShareBetweenTwoReadings() {
        CpuTimes before = new CpuTimes(600, 38);
        assertThat(new CpuTimes(1_600, 163).stolenPercentSince(before)).isEqualTo(12.5);
        assertThat(new CpuTimes(1_600, 38).stolenPercentSince(before)).isZero();
    }

    @Test
    void tellsNoShareOfNothing() {
        CpuTimes known = new CpuTimes(600, 38);
        assertThat(known.stolenPercentSince(known)).isEqualTo(MachineState.UNKNOWN);
        assertThat(known.stolenPercentSince(CpuTimes.UNKNOWN)).isEqualTo(MachineState.UNKNOWN);
        assertThat(CpuTimes.UNKNOWN.stolenPercentSince(known)).isEqualTo(MachineState.UNKNOWN);
        assertThat(new CpuTimes(700, 37).stolenPercentSince(known))
                .as("some kernels' counts go back")
                .isEqualTo(MachineState.UNKNOWN);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void readsThisSystems() {
        assertThat(CpuTimes.read().totalTicks()).isPositive();
    }
}
