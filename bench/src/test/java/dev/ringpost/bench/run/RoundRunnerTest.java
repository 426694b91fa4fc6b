package dev.ringpost.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.bench.contestant.ContestantMain;
import dev.ringpost.bench.contestant.ContestantResult;
import dev.ringpost.bench.contestant.ResourceProbe;
import dev.ringpost.bench.machine.MachineState;
import dev.ringpost.bench.peer.BasicPublish;
import dev.ringpost.bench.peer.WireLimit;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs in child JVMs: small ones that agree, and contestants the runner must not believe or wait for. */
@Timeout(90)
class RoundRunnerTest {
    private static final int BODY_BYTES = 100;
    private static final int WINDOW_MESSAGES = 1_000;

    private final RoundRunner runner = new RoundRunner(new NullBrokers(), BODY_BYTES, 30);

    @ParameterizedTest
    @ValueSource(classes = {WireLimit.class, BasicPublish.class})
    void acceptsARunWhoseCountsAgree(Class<?> main) throws Exception {
        RoundRunner.Round round = runner.run(spec(main), 1, 2_001, 5_003);
        assertThat(round.contestant().messages()).isEqualTo(5_003);
        assertThat(round.broker().messages()).isEqualTo(7_004);
        assertThat(round.broker().bodyBytes()).isEqualTo(700_400);
        assertThat(round.machine().stolenPercent()).isBetween((double) MachineState.UNKNOWN, 100.0);
        assertThat(round.command()).contains("--port PORT").doesNotContain(System.getProperty("java.home"));
    }

    @Test
    void refusesAContestantThatConfirmsWhatNeverArrived() {
        assertThatThrownBy(() -> runner.run(spec(Liar.class), 1, 0, 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broker counted 0 messages, contestant had 10 confirmed");
    }

    @Test
    void saysWhyAContestantFailed() {
        assertThatThrownBy(() -> runner.run(spec(Failing.class), 1, 0, 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("out of luck");
    }

    @Test
    void endsAContestantThatHangs() {
        RoundRunner impatient = new RoundRunner(new NullBrokers(), BODY_BYTES, 1);
        assertThatThrownBy(() -> impatient.run(spec(Hanging.class), 1, 0, 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("within 1 s");
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    private static ContestantSpec spec(Class<?> main) {
        return new ContestantSpec(
                "test", ContestantSpec.Role.OTHER, main.getName(), List.of(), WINDOW_MESSAGES, WINDOW_MESSAGES);
    }

    static final class Liar {
        private Liar() {}

        public static void main(String[] args) {
            ResourceProbe.Used used = new ResourceProbe.Used(1, 1, 1, 0, 1, 1, 1);
            ContestantMain.runAndExit(() -> ContestantResult.of("liar", 10, 10, used, null, "nothing"));
        }
    }

    static final class Failing {
        private Failing() {}

        public static void main(String[] args) {
            ContestantMain.runAndExit(() -> {
                throw new IOException("out of luck");
            });
        }
    }

    static final class Hanging {
        private Hanging() {}

        public static void main(String[] args) throws InterruptedException {
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
