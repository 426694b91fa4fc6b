package dev.ringpost.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Where the command reads and writes. Text goes out as UTF-8 whatever the locale, and every line of an error is made
 * one line, without passwords, here.
 *
 * <p>Any thread may call any method.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param inIsTerminal whether somebody would have to type the input
 * @param errIsTerminal whether a progress bar makes sense
 * @param debug whether errors come with their stack traces
 * @param paint colours for standard output, or none
 */
record Console(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean inIsTerminal,
        boolean errIsTerminal,
        boolean debug,
        Paint paint) {

    private static final String PREFIX = "ringpost: ";
    private static final int MAX_CHARS = 600;
    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*\\R\\s*");
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");
    // Not the word itself, which stands in the pattern of a URI that messages show.
    private static final Pattern PASSWORD =
            Pattern.compile("(amqps?://[^:@/\\s]*):(?!password@)\\S*@", Pattern.CASE_INSENSITIVE);

    /** Without colours. */
    Console(
            InputStream in,
            PrintStream out,
            PrintStream err,
            boolean inIsTerminal,
            boolean errIsTerminal,
            boolean debug) {
        this(in, out, err, inIsTerminal, errIsTerminal, debug, Paint.NONE);
    }

    /** The process's own. Java cannot ask whether a stream is a terminal, so the start script does and says so. */
    static Console ofProcess() {
        return new Console(
                new FileInputStream(FileDescriptor.in),
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("ringpost.stdin.terminal"),
                Boolean.getBoolean("ringpost.stderr.terminal"),
                "1".equals(System.getenv("RINGPOST_DEBUG")),
                Paint.of(Boolean.getBoolean("ringpost.stdout.terminal"), System.getenv()));
    }

    /** Prints one line to standard error. */
    void say(String message) {
        err.println(PREFIX + oneLine(message));
    }

    /** Prints an error as one line, or with its stack trace where that was asked for. */
    void error(String message, Throwable error) {
        say(message);
        if (debug) {
            error.printStackTrace(new PrintWriter(err, true, StandardCharsets.UTF_8));
        }
    }

    /** A text as part of a line: no line breaks, no control characters, no password of a URI, not endless. */
    static String oneLine(String text) {
        String line = LINE_BREAKS.matcher(text.strip()).replaceAll("; ");
        line = PASSWORD.matcher(line).replaceAll("$1:**@");
        line = CONTROLS.matcher(line).replaceAll("?");
        return line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS) + "...";
    }
}
