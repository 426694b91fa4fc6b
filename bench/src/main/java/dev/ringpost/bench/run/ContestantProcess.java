package dev.ringpost.bench.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A contestant in a process of its own: how it is called, and its one line. */
public final class ContestantProcess {
    /** The same for every contestant in Java; the collector is the JVM's default. */
    public static final List<String> JVM_ARGS = List.of("-Xms512m", "-Xmx512m");

    private static final String PORT = "--port";

    private ContestantProcess() {}

    /**
     * Runs it to its end.
     *
     * @return the JSON line that it printed
     * @throws IOException if it failed, with the end of its standard error, or did not finish in time; it is gone then
     */
    public static String run(List<String> mainAndArgs, long timeoutS) throws IOException, InterruptedException {
        return run(Program.ofMain(mainAndArgs.get(0), mainAndArgs.subList(1, mainAndArgs.size())), List.of(), timeoutS);
    }

    /** The same for any program. */
    public static String run(Program program, List<String> options, long timeoutS)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program.command());
        command.addAll(options);
        try (ChildProcess contestant = ChildProcess.ofCommand(command)) {
            String line = contestant.awaitLine("{", timeoutS);
            contestant.awaitExit(timeoutS);
            return line;
        }
    }

    /** A main with its own arguments, and those that every contestant takes. */
    public static List<String> mainAndArgs(
            String mainClass,
            List<String> leadingArgs,
            int port,
            long warmupMessages,
            long messages,
            int windowMessages,
            int bodyBytes) {
        List<String> mainAndArgs = new ArrayList<>();
        mainAndArgs.add(mainClass);
        mainAndArgs.addAll(leadingArgs);
        mainAndArgs.addAll(List.of(PORT, String.valueOf(port)));
        mainAndArgs.addAll(sizeOptions(warmupMessages, messages, windowMessages, bodyBytes));
        return mainAndArgs;
    }

    /** The options that say how much. */
    static List<String> sizeOptions(long warmupMessages, long messages, int windowMessages, int bodyBytes) {
        return List.of(
                "--messages",
                String.valueOf(messages),
                "--warmup-messages",
                String.valueOf(warmupMessages),
                "--window",
                String.valueOf(windowMessages),
                "--body-bytes",
                String.valueOf(bodyBytes));
    }

    /** The command for a reader: this machine's paths left out, and the port, which is another one each time. */
    public static String shown(List<String> mainAndArgs) {
        return "java " + String.join(" ", JVM_ARGS) + " -cp CLASS_PATH " + String.join(" ", shownOptions(mainAndArgs));
    }

    /** The same for any program. */
    static String shown(Program program, List<String> options) {
        return String.join(" ", program.shown()) + " " + String.join(" ", shownOptions(options));
    }

    private static List<String> shownOptions(List<String> options) {
        List<String> shown = new ArrayList<>(options);
        for (int i = 1; i < shown.size(); i++) {
            switch (options.get(i - 1)) {
                case PORT -> shown.set(i, "PORT");
                case "--uri" -> shown.set(i, options.get(i).replaceFirst(":\\d+$", ":PORT"));
                case "--trusted-certificate" -> shown.set(i, "FILE");
                default -> {
                    // Neither a path nor a port.
                }
            }
        }
        return shown;
    }
}
