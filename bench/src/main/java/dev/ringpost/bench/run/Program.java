package dev.ringpost.bench.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a contestant is started as, without the options that every contestant takes. Immutable.
 *
 * @param command the program and its own arguments
 * @param shown the same for a reader, with this machine's paths left out
 */
public record Program(List<String> command, List<String> shown) {
    public Program {
        command = List.copyOf(command);
        shown = List.copyOf(shown);
    }

    /** A main in a JVM like this one, with the arguments that all contestants' JVMs have. */
    public static Program ofMain(String mainClass, List<String> leadingArgs) {
        List<String> mainAndArgs = new ArrayList<>();
        mainAndArgs.add(mainClass);
        mainAndArgs.addAll(leadingArgs);
        List<String> shown = new ArrayList<>(List.of("java"));
        shown.addAll(ContestantProcess.JVM_ARGS);
        shown.addAll(List.of("-cp", "CLASS_PATH"));
        shown.addAll(mainAndArgs);
        return new Program(ChildJvm.command(ContestantProcess.JVM_ARGS, mainAndArgs), shown);
    }

    /** A script in an interpreter. */
    public static Program ofScript(String interpreter, Path script, List<String> leadingArgs) {
        List<String> command = new ArrayList<>(List.of(interpreter, script.toString()));
        command.addAll(leadingArgs);
        List<String> shown = new ArrayList<>(List.of(fileName(Path.of(interpreter)), fileName(script)));
        shown.addAll(leadingArgs);
        return new Program(command, shown);
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }
}
