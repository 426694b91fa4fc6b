package dev.ringpost.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM like this one (same java, same class path) as a child process. */
public final class ChildJvm extends ChildProcess {
    private ChildJvm(List<String> command) throws IOException {
        super(command, false);
    }

    /** Starts {@code java <jvmArgs> -cp <ours> <mainAndArgs>}. */
    public static ChildJvm start(List<String> jvmArgs, List<String> mainAndArgs) throws IOException {
        return new ChildJvm(command(jvmArgs, mainAndArgs));
    }

    static List<String> command(List<String> jvmArgs, List<String> mainAndArgs) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArgs);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.addAll(mainAndArgs);
        return command;
    }
}
