package dev.ringpost.bench.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ringpost.bench.contestant.ContestantResult;
import dev.ringpost.bench.contestant.Packing;
import dev.ringpost.bench.machine.MachineState;
import dev.ringpost.bench.machine.MachineWatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one contestant once, in a fresh process and with a fresh place to publish to, both gone before this returns; then
 * compares what the contestant says was confirmed with what the broker counted. One thread.
 */
public final class RoundRunner {
    static final long DEFAULT_CONTESTANT_TIMEOUT_S = 90;

    private final BenchBroker broker;
    private final int bodyBytes;
    private final long contestantTimeoutS;

    /** Does not close the broker. */
    public RoundRunner(BenchBroker broker, int bodyBytes, long contestantTimeoutS) {
        this.broker = broker;
        this.bodyBytes = bodyBytes;
        this.contestantTimeoutS = contestantTimeoutS;
    }

    /**
     * One run.
     *
     * @param round from 1; 0 is the calibration
     * @param command what was run, with this machine's paths left out
     * @param machine from right before the contestant's start to right after its end
     */
    public record Round(
            @JsonProperty("round") int round,
            @JsonProperty("command") String command,
            @JsonProperty("contestant") ContestantResult contestant,
            @JsonProperty("broker") BrokerCounts broker,
            @JsonProperty("machine") MachineState machine) {}

    /**
     * Runs it.
     *
     * @throws IOException if it failed, or took too long and was killed, or the counts do not agree
     */
    public Round run(ContestantSpec spec, int round, long warmupMessages, long messages)
            throws IOException, InterruptedException {
        try (BrokerRun place = broker.startRun(spec.protocol())) {
            List<String> options = new ArrayList<>(place.addressOptions());
            options.addAll(ContestantProcess.sizeOptions(warmupMessages, messages, spec.windowMessages(), bodyBytes));
            MachineWatch watch = MachineWatch.start();
            ContestantResult result =
                    ContestantResult.fromJsonLine(ContestantProcess.run(spec.program(), options, contestantTimeoutS));
            MachineState machine = watch.finish();
            BrokerCounts counts = place.finish(arrivals(spec, result));
            check(spec, result, counts, warmupMessages + messages);
            return new Round(round, ContestantProcess.shown(spec.program(), options), result, counts, machine);
        } catch (IOException e) {
            throw new IOException(spec.name() + ": " + e.getMessage(), e);
        }
    }

    /** What the broker must have counted: messages, or a stream's offsets. */
    private static long arrivals(ContestantSpec spec, ContestantResult result) {
        Packing packing = result.packing();
        if (packing == null) {
            return result.totalConfirmed();
        }
        return spec.protocol() == Protocol.STREAM ? packing.offsets() : packing.messages();
    }

    private void check(ContestantSpec spec, ContestantResult result, BrokerCounts counts, long publishedMessages)
            throws IOException {
        List<String> complaints = result.packing() == null
                ? counts.complaints(result.totalConfirmed(), bodyBytes)
                : counts.complaints(arrivals(spec, result));
        if (result.totalConfirmed() != publishedMessages) {
            complaints.add("confirmed " + result.totalConfirmed() + " of " + publishedMessages);
        }
        if (!complaints.isEmpty()) {
            throw new IOException(String.join("; ", complaints));
        }
    }
}
