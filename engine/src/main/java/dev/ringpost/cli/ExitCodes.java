package dev.ringpost.cli;

/** What the command's exit codes mean. */
final class ExitCodes {

    static final int ALL_CONFIRMED = 0;
    static final int NOT_ALL_CONFIRMED = 1;
    static final int USAGE = 2;
    static final int UNREACHABLE = 3;

    /** Added to the number of the signal that ended a run, as shells do. */
    static final int SIGNAL_BASE = 128;

    private ExitCodes() {}
}
