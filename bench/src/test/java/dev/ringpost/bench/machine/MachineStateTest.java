package dev.ringpost.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineStateTest {
    private static final MachineState MOVED = new MachineState(170, 34, 12.4);
    private static final MachineState STILL = new MachineState(31, 31, 0);
    private static final MachineState UNKNOWN =
            new MachineState(MachineState.UNKNOWN, MachineState.UNKNOWN, MachineState.UNKNOWN);

    @Test
    void endsARoundsLine() {
        assertThat(MOVED.suffix()).isEqualTo("  cores 34-170 ns apart, 12 % stolen");
        assertThat(STILL.suffix()).isEqualTo("  cores 31 ns apart, 0 % stolen");
    }

    @Test
    void leavesOutWhatIsUnknown() {
        assertThat(UNKNOWN.suffix()).isEmpty();
        assertThat(new MachineState(-1, 34, -1).suffix()).isEqualTo("  cores 34 ns apart");
        assertThat(new MachineState(-1, -1, 3).suffix()).isEqualTo("  3 % stolen");
    }

    @Test
    void saysHowRoundsDiffered() {
        assertThat(MachineState.rangeText(List.of(MOVED, STILL, UNKNOWN)))
                .isEqualTo("in these rounds a cache line took 31 to 170 ns from core to core and the hypervisor took "
                        + "0 to 12 % of the cores' time: compare only rows measured under the same");
        assertThat(MachineState.rangeText(List.of(STILL)))
                .contains("took 31 ns from core to core", "took 0 % of the cores' time");
        assertThat(MachineState.rangeText(List.of(new MachineState(-1, -1, 3))))
                .startsWith("in these rounds the hypervisor took 3 %");
    }

    @Test
    void saysNothingOfUnknownRounds() {
        assertThat(MachineState.rangeText(List.of(UNKNOWN))).isEmpty();
        assertThat(MachineState.rangeText(List.of())).isEmpty();
    }

    @Test
    void hasUnitsInItsJson() throws Exception {
        ObjectMapper json = new ObjectMapper();
        String text = json.writeValueAsString(MOVED);
        assertThat(text)
                .isEqualTo("{\"core_to_core_before_ns\":170,\"core_to_core_after_ns\":34,\"stolen_percent\":12.4}");
        assertThat(json.readValue(text, MachineState.class)).isEqualTo(MOVED);
    }
}
