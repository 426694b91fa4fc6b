package dev.ringpost.bench.contestant;

import picocli.CommandLine;

/** Runs one contestant in this JVM: warm-up, measured part, one JSON line on stdout. */
public final class ContestantMain {
    private ContestantMain() {}

    /** The whole main of an ordinary contestant. Exits the JVM: 0, or 1 with the reason on stderr and no JSON line. */
    public static void run(Factory factory, String... args) {
        run(factory, parse(args));
    }

    /** The same for a contestant with options of its own. */
    public static void run(Factory factory, ContestantOptions options) {
        runAndExit(() -> measure(factory.create(), options));
    }

    /** For a contestant that cannot be called in parts and measures itself. */
    public static void runAndExit(Measured measured) {
        int status = 0;
        try {
            System.out.println(measured.run().toJsonLine());
        } catch (Throwable failure) {
            failure.printStackTrace();
            status = 1;
        }
        // A contestant's library may leave threads behind; the run is over nevertheless.
        System.exit(status);
    }

    public static ContestantOptions parse(String... args) {
        return CommandLine.populateCommand(new ContestantOptions(), args);
    }

    private static ContestantResult measure(Contestant contestant, ContestantOptions options) throws Exception {
        try (contestant) {
            contestant.open(options);
            contestant.publish(options.warmupMessageCount());
            ResourceProbe before = ResourceProbe.read();
            contestant.publish(options.messageCount());
            ResourceProbe after = ResourceProbe.read();
            return ContestantResult.of(
                    contestant.name(),
                    options.messageCount(),
                    contestant.confirmedCount(),
                    ResourceProbe.Used.between(before, after),
                    contestant.packing(),
                    contestant.verified());
        }
    }

    /** Makes the contestant; called once. */
    @FunctionalInterface
    public interface Factory {
        Contestant create() throws Exception;
    }

    /** A run that yields its result. */
    @FunctionalInterface
    public interface Measured {
        ContestantResult run() throws Exception;
    }
}
