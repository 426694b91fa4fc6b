package dev.ringpost.bench.scaling;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.bench.run.ContestantProcess;
import dev.ringpost.bench.run.NullBrokerProcess;
import dev.ringpost.bench.scaling.Dimension.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes one run: a null broker and a contestant, each in a JVM of its own and gone before this returns; then compares what was
 * confirmed with what arrived. One thread.
 */
final class ScalingRunner {
    private static final long GRACE_S = 120;

    /** A run of a given number of messages may be as slow as that. */
    private static final long SLOWEST_PER_SECOND = 200_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final double measuredSeconds;
    private final double warmupSeconds;

    ScalingRunner(double measuredSeconds, double warmupSeconds) {
        this.measuredSeconds = measuredSeconds;
        this.warmupSeconds = warmupSeconds;
    }

    ScalingResult runBase() throws IOException, InterruptedException {
        return run(List.of(), Dimension.BODY_BYTES, 0);
    }

    ScalingResult run(Point point) throws IOException, InterruptedException {
        return run(point.arguments(), point.bodyBytes(), point.isCounted() ? point.value() : 0);
    }

    private ScalingResult run(List<String> arguments, int bodyBytes, long messages)
            throws IOException, InterruptedException {
        try (NullBrokerProcess broker = NullBrokerProcess.start()) {
            long timeoutS = GRACE_S + messages / SLOWEST_PER_SECOND + (long) (4 * (measuredSeconds + warmupSeconds));
            ScalingResult result = JSON.readValue(
                    ContestantProcess.run(mainAndArgs(broker.port(), messages > 0, arguments), timeoutS),
                    ScalingResult.class);
            List<String> complaints = broker.finish().complaints(result.totalConfirmed(), bodyBytes);
            if (!complaints.isEmpty()) {
                throw new IOException(String.join("; ", complaints));
            }
            return result;
        }
    }

    /** The command for a reader; {@code arguments} as a point has them. */
    String command(List<String> arguments) {
        return ContestantProcess.shown(mainAndArgs(0, false, arguments));
    }

    private List<String> mainAndArgs(int port, boolean isCounted, List<String> arguments) {
        List<String> mainAndArgs = new ArrayList<>(List.of(
                ScalingRun.class.getName(),
                "--port",
                String.valueOf(port),
                "--warmup-seconds",
                String.valueOf(warmupSeconds)));
        if (!isCounted) {
            mainAndArgs.addAll(List.of("--seconds", String.valueOf(measuredSeconds)));
        }
        mainAndArgs.addAll(arguments);
        return mainAndArgs;
    }
}
