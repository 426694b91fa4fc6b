package dev.ringpost.cli;

import org.jspecify.annotations.Nullable;

/** The command cannot go on; the message is the one line that the user sees. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** A mistake in the options or in what they name. */
    static CommandFailure usage(String message) {
        return new CommandFailure(ExitCodes.USAGE, message, null);
    }

    int exitCode() {
        return exitCode;
    }
}
