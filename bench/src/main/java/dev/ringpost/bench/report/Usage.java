package dev.ringpost.bench.report;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses options that picocli cannot tell to make no sense. */
public final class Usage {
    private Usage() {}

    /**
     * Refuses a command's options.
     *
     * @param message what is wrong with them, for people
     * @throws ParameterException if they are wrong; picocli shows it with the usage, and exits with 2
     */
    public static void refuseIf(CommandSpec command, boolean isWrong, String message) {
        if (isWrong) {
            throw new ParameterException(command.commandLine(), message);
        }
    }
}
