package dev.ringpost.bench.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A contestant in a JVM of its own: how it is called, and its one line. */
public final class ContestantProcess {
    /** The same for every contestant; the collector is the JVM's default. */
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
        try (ChildJvm contestant = ChildJvm.start(JVM_ARGS, mainAndArgs)) {
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
        mainAndArgs.addAll(List.of(
                PORT,
                String.valueOf(port),
                "--messages",
                String.valueOf(messages),
                "--warmup-messages",
                String.valueOf(warmupMessages),
                "--window",
                String.valueOf(windowMessages),
                "--body-bytes",
                String.valueOf(bodyBytes)));
        return mainAndArgs;
    }

    /** The command for a reader: this machine's paths left out, and the port, which is another one each time. */
    public static String shown(List<String> mainAndArgs) {
        List<String> shown = new ArrayList<>(mainAndArgs);
        int place = shown.indexOf(PORT);
        if (place >= 0) {
            shown.set(place + 1, "PORT");
        }
        return "java " + String.join(" ", JVM_ARGS) + " -cp CLASS_PATH " + String.join(" ", shown);
    }
}
