package dev.ringpost.faults;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Publishes until it is told to end, closes its engine amid that, and writes down what became of every message. Arguments:
 * URI, number of the round, seed, whether it is batched, file.
 */
final class JvmMain {

    static final String RUNNING = "RUNNING";
    static final String CLOSED = "CLOSED";
    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private static final int MESSAGES_PER_SECOND = 2_000;
    private static final int WARM_CONFIRMS = 500;
    private static final Duration LOAD_ENDS_WITHIN = Duration.ofSeconds(5);

    private JvmMain() {}

    public static void main(String[] arguments) throws Exception {
        RoundName name = new RoundName(
                FaultKind.JVM_TERMINATED, Boolean.parseBoolean(arguments[3]), Long.parseLong(arguments[2]));
        Outcomes outcomes = new Outcomes();
        Engines engines =
                new Engines(() -> Rig.settings(arguments[0]).name("faults-jvm").outcomeListener(outcomes));
        History history = new History(Integer.parseInt(arguments[1]), 2 * Load.CALLERS);
        outcomes.attach(history);
        engines.open();
        Load load = new Load(engines, history, outcomes, name, Load.CALLERS);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(engines, load, history, Path.of(arguments[4]))));
        load.start(name.seed(), MESSAGES_PER_SECOND);
        while (history.confirmedCount() < WARM_CONFIRMS) {
            Thread.sleep(10);
        }
        System.out.println(RUNNING);
        new CountDownLatch(1).await();
    }

    private static void end(Engines engines, Load load, History history, Path file) {
        try {
            engines.close(CLOSE_TIMEOUT);
            load.stop();
            load.join(LOAD_ENDS_WITHIN);
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
                engines.totals().write(out);
                history.write(out, Load.CALLERS, 2 * Load.CALLERS);
            }
            System.out.println(CLOSED);
        } catch (Exception | AssertionError e) {
            System.out.println("not closed in order: " + e);
        }
    }
}
