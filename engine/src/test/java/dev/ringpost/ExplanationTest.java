package dev.ringpost;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which lane speaks for the engine. */
class ExplanationTest {

    private static LaneExplanation lane(String name, Bottleneck verdict, double waiting, double idle) {
        return new LaneExplanation(
                name, verdict, "because of " + name, Map.of(TimeUse.IDLE, idle, TimeUse.LANE, 1 - idle), waiting, 0, 1);
    }

    private static Explanation of(LaneExplanation... lanes) {
        return new Explanation(Duration.ofSeconds(1), 500, 0, List.of(lanes));
    }

    @Test
    void isTheOneThatHoldsCallersUpMost() {
        Explanation explanation = of(
                lane("a", Bottleneck.IDLE, 0, 1),
                lane("b", Bottleneck.BROKER, 0.3, 0),
                lane("c", Bottleneck.SOCKET, 0.9, 0.2),
                lane("d", Bottleneck.CALLERS, 0.05, 0));
        assertThat(explanation.verdict()).isEqualTo(Bottleneck.SOCKET);
        assertThat(explanation.sentence()).isEqualTo("because of c");
    }

    @Test
    void isTheBusiestWhereNobodyWaits() {
        Explanation explanation = of(
                lane("a", Bottleneck.CALLERS, 0, 0.9),
                lane("b", Bottleneck.CALLERS, 0, 0.1),
                lane("c", Bottleneck.IDLE, 0, 1));
        assertThat(explanation.decisiveLane().lane()).isEqualTo("b");
        assertThat(explanation.decisiveLane().share(TimeUse.WRITE)).isZero();
    }
}
