package dev.ringpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the lanes' health makes of the engine's. */
class EngineHealthTest {

    private static LaneHealth lane(String name, LaneState state) {
        return new LaneHealth(name, state, Instant.EPOCH, null, null);
    }

    @Test
    void isThatOfTheFirstLaneWhichIsWorstOff() {
        EngineHealth health = new EngineHealth(List.of(
                lane("a", LaneState.OPEN),
                lane("b", LaneState.RECONNECTING),
                lane("c", LaneState.BLOCKED),
                lane("d", LaneState.RECONNECTING)));
        assertThat(health.state()).isEqualTo(LaneState.RECONNECTING);
        assertThat(health.worst().lane()).isEqualTo("b");
        assertThat(health.isUp()).isFalse();
    }

    @Test
    void isUpWithEveryLaneOpen() {
        assertThat(new EngineHealth(List.of(lane("a", LaneState.OPEN), lane("b", LaneState.OPEN))).isUp())
                .isTrue();
    }

    @Test
    void keepsALookOfItsOwnAtTheLanes() {
        List<LaneHealth> lanes = new ArrayList<>(List.of(lane("a", LaneState.OPEN)));
        EngineHealth health = new EngineHealth(lanes);
        lanes.clear();
        assertThat(health.lanes()).hasSize(1);
        assertThatThrownBy(() -> new EngineHealth(lanes)).isInstanceOf(IllegalArgumentException.class);
    }
}
