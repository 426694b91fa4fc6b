package dev.ringpost.cli;

import dev.ringpost.InvalidMessageException;
import dev.ringpost.Producer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes lines, or rejects them. Every line that is counted was either accepted by the engine or rejected here.
 *
 * <p><b>Threads:</b> lines come on the reader's; the counts may be read by any.
 */
final class LinePublisher implements LineSink {

    private final Routing routing;
    private final @Nullable JsonLine json;
    private final boolean keyInLine;
    private final @Nullable Pace pace;
    private final boolean strict;
    private final int maxMessageBytes;
    private final LineNumbers lines;
    private final Rejections rejections;
    private final StopRequest stop;

    private final Count accepted = new Count();
    private final Count rejected = new Count();
    private final Count blank = new Count();
    private final Count bytes = new Count();

    /** What happens to a line before it is published. */
    record Rules(
            @Nullable JsonLine json,
            boolean keyInLine,
            @Nullable Pace pace,
            boolean strict) {}

    LinePublisher(
            Routing routing,
            Rules rules,
            int maxMessageBytes,
            LineNumbers lines,
            Rejections rejections,
            StopRequest stop) {
        this.routing = routing;
        this.json = rules.json();
        this.keyInLine = rules.keyInLine();
        this.pace = rules.pace();
        this.strict = rules.strict();
        this.maxMessageBytes = maxMessageBytes;
        this.lines = lines;
        this.rejections = rejections;
        this.stop = stop;
    }

    @Override
    public boolean line(byte[] buffer, int offset, int length, long number) throws InterruptedException {
        if (stop.isRequested()) {
            return false;
        }
        try {
            Producer producer = routing.unkeyed();
            if (json != null) {
                if (JsonLine.isBlank(buffer, offset, length)) {
                    blank.add(1);
                    return true;
                }
                String key = json.read(buffer, offset, length);
                producer = keyInLine ? routing.keyed(key) : producer;
            }
            if (pace != null && !pace.awaitNext()) {
                return false;
            }
            producer.publish(buffer, offset, length, lines.id(number));
        } catch (JsonLine.BadLineException | InvalidMessageException e) {
            return reject(number, String.valueOf(e.getMessage()));
        }
        accepted.add(1);
        bytes.add(length);
        return true;
    }

    @Override
    public boolean tooLong(long number, long lengthBytes) {
        return !stop.isRequested()
                && reject(
                        number,
                        "it has " + lengthBytes + " bytes; the limit is " + maxMessageBytes + " (--max-message-bytes)");
    }

    @Override
    public boolean bad(long number, String reason) {
        return !stop.isRequested() && reject(number, reason);
    }

    private boolean reject(long number, String reason) {
        rejected.add(1);
        long id = lines.id(number);
        rejections.add(id, reason);
        if (strict) {
            stop.request("stopped at " + lines.text(id) + ", which was rejected (--strict)");
        }
        return !strict;
    }

    /** Lines accepted or rejected. */
    long lines() {
        return accepted.get() + rejected.get();
    }

    long rejected() {
        return rejected.get();
    }

    /** Blank lines passed over. */
    long blank() {
        return blank.get();
    }

    /** Bytes of the accepted bodies. */
    long bytes() {
        return bytes.get();
    }
}
