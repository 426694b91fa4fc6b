package dev.ringpost.bench.latency;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringpost.bench.contestant.ResourceProbe;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * One contestant at one rate: a warm-up as fast as it goes, so that the code is compiled whatever the rate, a short one at the
 * rate, and the measured part. Bodies of 100 bytes, persistent.
 */
public final class LatencyRun {
    private static final double PACED_WARMUP_SECONDS = 0.5;
    private static final long REST_MS = 1_000;
    private static final long NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    @Option(names = "--contestant", required = true)
    private String contestant = "";

    @Option(names = "--port", required = true)
    private int port;

    @Option(names = "--rate", description = "Messages a second; 0 for as many as it takes (default: ${DEFAULT-VALUE})")
    private long messagesPerSecond;

    @Option(names = "--seconds", description = "Of the measured part (default: ${DEFAULT-VALUE})")
    private double seconds = 5;

    @Option(names = "--warmup-seconds", description = "As fast as it goes (default: ${DEFAULT-VALUE})")
    private double warmupSeconds = 2;

    @Option(names = "--pacing", description = "SLEEP or SPIN (default: ${DEFAULT-VALUE})")
    private Pacing pacing = Pacing.SLEEP;

    private LatencyRun() {}

    /** Prints a {@link LatencyResult}, or a stack trace. */
    public static void main(String[] args) {
        int status = 0;
        try {
            LatencyRun run = CommandLine.populateCommand(new LatencyRun(), args);
            System.out.println(new ObjectMapper().writeValueAsString(run.measure()));
        } catch (Throwable failure) {
            failure.printStackTrace();
            status = 1;
        }
        // A contestant's library may leave threads behind; the run is over nevertheless.
        System.exit(status);
    }

    private LatencyResult measure() throws Exception {
        OpenLoop loop = new OpenLoop(PacingClock.SYSTEM, pacing);
        URI uri = URI.create("amqp://guest:guest@127.0.0.1:" + port);
        try (LatencyContestant target = LatencyContestants.open(contestant, uri, loop::onConfirmed)) {
            boolean isPreciseSleep = TimerSlack.tryLower();
            loop.runUnpaced((long) (warmupSeconds * NS_PER_SECOND), target, Latencies.empty());
            if (messagesPerSecond > 0) {
                Thread.sleep(REST_MS); // a broker is still writing down what the warm-up left in its queue
                run(loop, PACED_WARMUP_SECONDS, target, Latencies.empty());
            }
            Latencies latencies = Latencies.empty();
            ResourceProbe before = ResourceProbe.read();
            OpenLoop.Run run = run(loop, seconds, target, latencies);
            ResourceProbe after = ResourceProbe.read();
            return LatencyResult.of(
                    contestant,
                    messagesPerSecond,
                    run,
                    ResourceProbe.Used.between(before, after),
                    target.confirmedCount(),
                    isPreciseSleep);
        }
    }

    private OpenLoop.Run run(OpenLoop loop, double runSeconds, PacedTarget target, Latencies latencies)
            throws Exception {
        return messagesPerSecond == 0
                ? loop.runUnpaced((long) (runSeconds * NS_PER_SECOND), target, latencies)
                : loop.runPaced(
                        messagesPerSecond, (long) Math.max(1, runSeconds * messagesPerSecond), target, latencies);
    }
}
