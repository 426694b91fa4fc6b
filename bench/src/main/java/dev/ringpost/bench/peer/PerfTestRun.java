package dev.ringpost.bench.peer;

import com.rabbitmq.perf.PerfTest;
import dev.ringpost.bench.contestant.ContestantMain;
import dev.ringpost.bench.contestant.ContestantOptions;
import dev.ringpost.bench.contestant.ContestantResult;
import dev.ringpost.bench.wire.BenchMessage;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * RabbitMQ's own load generator, PerfTest: one producer, no consumer, confirms with a window. This JVM is PerfTest's
 * process: its unchanged main runs here with its console redirected, so CPU and allocation are PerfTest's.
 *
 * <p>PerfTest cannot be called in parts. The measured part is what its rate lines (one a second) say after the warm-up;
 * its last, incomplete second has no line and is left out. Its messages carry no empty headers table and so are four
 * octets shorter than the others'; their body holds a sequence number and a timestamp.
 */
public final class PerfTestRun {
    private PerfTestRun() {}

    public static void main(String[] args) {
        // PerfTest formats its rates by the default locale.
        Locale.setDefault(Locale.ROOT);
        ContestantMain.runAndExit(() -> run(ContestantMain.parse(args)));
    }

    private static ContestantResult run(ContestantOptions options) {
        long totalMessages = options.warmupMessageCount() + options.messageCount();
        PerfTestRates rates = new PerfTestRates();
        AtomicInteger exitStatus = new AtomicInteger();
        PrintStream stdout = System.out;
        // Some of its lines go to stdout whatever the console is; stdout is for the JSON line.
        System.setOut(System.err);
        try (PrintStream console = new PrintStream(new LineStream(rates::onLine), true, StandardCharsets.UTF_8)) {
            PerfTest.main(
                    arguments(options, totalMessages),
                    new PerfTest.PerfTestOptions().setConsoleOut(console).setSystemExiter(exitStatus::set));
        } finally {
            System.setOut(stdout);
        }
        if (exitStatus.get() != 0 || !rates.isComplete()) {
            throw new IllegalStateException("PerfTest did not finish cleanly, exit status " + exitStatus.get());
        }
        PerfTestRates.Steady steady = rates.steady(options.warmupMessageCount());
        return ContestantResult.of(
                "PerfTest window " + options.windowMessages(),
                steady.messageCount(),
                totalMessages,
                steady.used(),
                null,
                "PerfTest reached its message limit with no nack and waited for its confirms; rate from "
                        + steady.intervalCount() + " of its rate lines");
    }

    private static String[] arguments(ContestantOptions options, long totalMessages) {
        String properties = "contentType=" + BenchMessage.CONTENT_TYPE + ",contentEncoding="
                + BenchMessage.CONTENT_ENCODING + ",priority=" + BenchMessage.PRIORITY;
        return List.of(
                        "--uri",
                        options.uri().toString(),
                        "--producers",
                        "1",
                        "--consumers",
                        "0",
                        // Otherwise it tries to declare the default exchange and a queue of its own.
                        "--predeclared",
                        "--exchange",
                        BenchMessage.EXCHANGE,
                        // Otherwise a random key of 36 octets.
                        "--routing-key",
                        BenchMessage.ROUTING_KEY,
                        // Otherwise delivery mode is left out.
                        "--flag",
                        "persistent",
                        "--message-properties",
                        properties,
                        "--size",
                        String.valueOf(options.bodyBytes()),
                        "--confirm",
                        String.valueOf(options.windowMessages()),
                        "--pmessages",
                        String.valueOf(totalMessages),
                        "--interval",
                        "1")
                .toArray(String[]::new);
    }
}
