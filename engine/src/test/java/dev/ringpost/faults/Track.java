package dev.ringpost.faults;

import dev.ringpost.Outcome;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each message of one stream, in three bytes a message.
 *
 * <p><b>Threads.</b> {@link #attempt} and {@link #accept}: the stream's caller. {@link #settle}: any. {@link #consume} and the
 * queries: one thread, after all that.
 */
final class Track {

    private static final int CHUNK = 4096;
    private static final int MAX_CHUNKS = 8192;
    private static final int MAX_SEEN = Byte.MAX_VALUE;

    /** Added to the code of an outcome that came after the broker died. */
    private static final int LATE = 64;

    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
    private static final VarHandle BYTES = MethodHandles.arrayElementVarHandle(byte[].class);

    private static final class Chunk {
        final byte[] accepted = new byte[CHUNK];
        final byte[] outcome = new byte[CHUNK];
        final byte[] seen = new byte[CHUNK];
    }

    private final AtomicReferenceArray<@Nullable Chunk> chunks = new AtomicReferenceArray<>(MAX_CHUNKS);
    private volatile int attempts;
    private int excusedBelow;
    private int newestSeen = -1;
    private int newestSeenBytes;

    /** The number of a new message. */
    int attempt() {
        int number = attempts;
        if (number % CHUNK == 0) {
            chunks.set(number / CHUNK, new Chunk());
        }
        attempts = number + 1;
        return number;
    }

    void accept(int number) {
        chunk(number).accepted[number % CHUNK]++;
    }

    /** Notes an outcome, which came after the broker died or did not; false if it is not the first one. */
    boolean settle(int number, Outcome outcome, boolean late) {
        int code = OUTCOMES.indexOf(outcome) + 1 + (late ? LATE : 0);
        return BYTES.compareAndSet(chunk(number).outcome, number % CHUNK, (byte) 0, (byte) code);
    }

    /**
     * Notes that it was read back, in an AMQP message of that many bytes; says how its place among the others is.
     *
     * @param keptApart whether that message, or another one that it was in before, is kept apart from its queue's index
     */
    Arrival consume(int number, int bytes, boolean keptApart) {
        byte[] seen = chunk(number).seen;
        int before = seen[number % CHUNK];
        if (before < MAX_SEEN) {
            seen[number % CHUNK]++;
        }
        if (before > 0) {
            return Arrival.REPEATED;
        }
        if (number < newestSeen) {
            boolean byKept = keptApart
                    && newestSeenBytes < MessageBody.KEPT_APART_BYTES
                    && wasOpenAtDeath(number)
                    && wasOpenAtDeath(newestSeen);
            return byKept ? Arrival.OVERTAKEN_BY_KEPT : Arrival.OVERTAKEN;
        }
        newestSeen = number;
        newestSeenBytes = bytes;
        return Arrival.IN_ORDER;
    }

    /** For people: what a message of that many bytes is behind, and what of the two was open when the broker died. */
    String overtaking(int number, int bytes) {
        return bytes + " bytes" + openAtDeath(number) + ", by number " + newestSeen + ", " + newestSeenBytes + " bytes"
                + openAtDeath(newestSeen);
    }

    private String openAtDeath(int number) {
        return wasOpenAtDeath(number) ? " (open when the broker died)" : "";
    }

    /** Whether it had no outcome yet when the broker died. */
    private boolean wasOpenAtDeath(int number) {
        return ((byte) BYTES.getVolatile(chunk(number).outcome, number % CHUNK) & LATE) != 0;
    }

    int attempts() {
        return attempts;
    }

    boolean isAccepted(int number) {
        return chunk(number).accepted[number % CHUNK] > 0;
    }

    @Nullable
    Outcome outcome(int number) {
        int code = (byte) BYTES.getVolatile(chunk(number).outcome, number % CHUNK) & ~LATE;
        return code == 0 ? null : OUTCOMES.get(code - 1);
    }

    int count(Outcome wanted) {
        int count = 0;
        for (int number = 0; number < attempts; number++) {
            if (outcome(number) == wanted) {
                count++;
            }
        }
        return count;
    }

    boolean isSeen(int number) {
        return chunk(number).seen[number % CHUNK] > 0;
    }

    /** Everything attempted so far may be missing: a queue that held it was deleted. */
    void excuse() {
        excusedBelow = attempts;
    }

    boolean isExcused(int number) {
        return number < excusedBelow;
    }

    /** Writes what was attempted, accepted and answered. */
    void write(DataOutput out) throws IOException {
        out.writeInt(attempts);
        for (int number = 0; number < attempts; number++) {
            out.writeByte(chunk(number).accepted[number % CHUNK]);
            out.writeByte(chunk(number).outcome[number % CHUNK]);
        }
    }

    /** Reads what {@link #write} wrote into a track without attempts. */
    void read(DataInput in) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            int number = attempt();
            chunk(number).accepted[number % CHUNK] = in.readByte();
            chunk(number).outcome[number % CHUNK] = in.readByte();
        }
    }

    private Chunk chunk(int number) {
        Chunk chunk = chunks.get(number / CHUNK);
        if (chunk == null) {
            throw new IllegalArgumentException("message " + number + " was never attempted");
        }
        return chunk;
    }

    /** How a message came. */
    enum Arrival {
        /** For the first time, behind none that was published later. */
        IN_ORDER,
        /** For the first time, behind one that was published later. */
        OVERTAKEN,
        /**
         * The same, but both were unanswered when the broker died, this one large and that one small: RabbitMQ keeps bodies
         * from {@link MessageBody#KEPT_APART_BYTES} on apart from its queues' indexes, writes the two at different times, and
         * may so have kept the later message of the two.
         */
        OVERTAKEN_BY_KEPT,
        /** Once more. */
        REPEATED
    }
}
