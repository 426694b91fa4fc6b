package dev.ringpost.cli;

import dev.ringpost.cli.base.Numbers;

/**
 * Names what went wrong with single lines on standard error: the first ones in full, of the rest the number. One for
 * rejected lines and one for messages that were not confirmed. Any thread may call any method.
 */
final class Rejections {

    private final Console console;
    private final String what;
    private final int shown;
    private final LineNumbers lines;
    private long count;

    /** With what the end counts, as in "more lines were rejected". */
    Rejections(Console console, LineNumbers lines, String what, int shown) {
        this.lines = lines;
        this.console = console;
        this.what = what;
        this.shown = shown;
    }

    /** One more, by its line's {@linkplain LineNumbers#id id}. */
    synchronized void add(long lineId, String reason) {
        count++;
        if (count <= shown) {
            console.say(lines.text(lineId) + ": " + reason);
        }
    }

    /** The rest's number, if there is a rest. */
    synchronized void finish() {
        if (count > shown) {
            console.say("and " + Numbers.grouped(count - shown) + " " + what);
        }
    }
}
