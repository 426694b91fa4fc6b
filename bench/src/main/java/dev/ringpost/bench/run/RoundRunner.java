package dev.ringpost.bench.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.bench.contestant.ContestantResult;
import dev.ringpost.bench.nullbroker.NullBrokerMain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one contestant once: a fresh null broker, a fresh JVM, both ended before this returns; then compares what the
 * contestant says was confirmed with what the broker counted. One thread.
 */
final class RoundRunner {
    static final List<String> BROKER_JVM_ARGS = List.of("-Xms64m", "-Xmx64m", "-XX:+UseSerialGC");

    private static final long BROKER_TIMEOUT_S = 20;
    static final long DEFAULT_CONTESTANT_TIMEOUT_S = 90;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int bodyBytes;
    private final long contestantTimeoutS;

    RoundRunner(int bodyBytes, long contestantTimeoutS) {
        this.bodyBytes = bodyBytes;
        this.contestantTimeoutS = contestantTimeoutS;
    }

    /**
     * One run.
     *
     * @param round from 1; 0 is the calibration
     * @param command what was run, with this machine's paths left out
     */
    record Round(
            @JsonProperty("round") int round,
            @JsonProperty("command") String command,
            @JsonProperty("contestant") ContestantResult contestant,
            @JsonProperty("broker") BrokerCounts broker) {}

    Round run(ContestantSpec spec, int round, long warmupMessages, long messages)
            throws IOException, InterruptedException {
        try (ChildJvm broker = ChildJvm.start(BROKER_JVM_ARGS, List.of(NullBrokerMain.class.getName()))) {
            int port =
                    Integer.parseInt(broker.awaitLine("port ", BROKER_TIMEOUT_S).substring("port ".length()));
            List<String> mainAndArgs = ContestantProcess.mainAndArgs(
                    spec.mainClass(),
                    spec.leadingArgs(),
                    port,
                    warmupMessages,
                    messages,
                    spec.windowMessages(),
                    bodyBytes);
            ContestantResult result =
                    ContestantResult.fromJsonLine(ContestantProcess.run(mainAndArgs, contestantTimeoutS));
            broker.closeStdin();
            BrokerCounts counts = JSON.readValue(broker.awaitLine("{", BROKER_TIMEOUT_S), BrokerCounts.class);
            broker.awaitExit(BROKER_TIMEOUT_S);
            check(result, counts, warmupMessages + messages);
            return new Round(round, ContestantProcess.shown(mainAndArgs), result, counts);
        } catch (IOException e) {
            throw new IOException(spec.name() + ": " + e.getMessage(), e);
        }
    }

    private void check(ContestantResult result, BrokerCounts counts, long publishedMessages) throws IOException {
        List<String> complaints = new ArrayList<>(counts.faults());
        if (result.totalConfirmed() != publishedMessages) {
            complaints.add("confirmed " + result.totalConfirmed() + " of " + publishedMessages);
        }
        if (counts.messages() != result.totalConfirmed()) {
            complaints.add("broker counted " + counts.messages() + " messages, contestant had "
                    + result.totalConfirmed() + " confirmed");
        }
        if (counts.bodyBytes() != counts.messages() * bodyBytes) {
            complaints.add("broker counted " + counts.bodyBytes() + " body octets in " + counts.messages()
                    + " messages of " + bodyBytes);
        }
        if (!complaints.isEmpty()) {
            throw new IOException(String.join("; ", complaints));
        }
    }
}
