package dev.ringpost.testing;

import dev.ringpost.Outcome;
import dev.ringpost.OutcomeListener;
import dev.ringpost.PublishCallback;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What was tried, accepted, answered and consumed, message by message, as a Jepsen history; {@link #check} judges it.
 *
 * <p>Every message is an attempt of one <em>stream</em>: what one thread publishes under one ordering key, so that a
 * stream has an order. Its body carries its number and is otherwise filled from that, so damage shows.
 *
 * <p><b>Threads.</b> Any, but attempts of one stream come from one thread, and {@link #consumed} is called by one thread
 * at a time. Checks come after everything else.
 */
public final class Ledger {

    /** The smallest body. */
    public static final int MIN_BYTES = 16;

    private static final int MAGIC = 0x52504C47;
    private static final int MAX_NOTES = 20;

    private final AtomicInteger attempts = new AtomicInteger();
    private final int[] streams;
    private final int[] sizes;
    private final AtomicIntegerArray accepted;
    private final AtomicIntegerArray outcomeCounts;
    private final AtomicReferenceArray<@Nullable Outcome> outcomes;
    private final AtomicReferenceArray<@Nullable String> details;
    private final AtomicInteger outcomeTotal = new AtomicInteger();

    private final int[] consumedCounts;
    private final Map<Integer, Integer> lastFirst = new java.util.HashMap<>();
    private final List<String> damage = new ArrayList<>();
    private long repeats;

    /** With room for so many messages. */
    public Ledger(int capacity) {
        streams = new int[capacity];
        sizes = new int[capacity];
        accepted = new AtomicIntegerArray(capacity);
        outcomeCounts = new AtomicIntegerArray(capacity);
        outcomes = new AtomicReferenceArray<>(capacity);
        details = new AtomicReferenceArray<>(capacity);
        consumedCounts = new int[capacity];
    }

    /** Begins the attempt of a message; its body is {@link #body(int)}. */
    public int attempt(int stream, int bytes) {
        if (bytes < MIN_BYTES) {
            throw new IllegalArgumentException("a body of " + bytes + " bytes has no room for its number");
        }
        int id = attempts.getAndIncrement();
        streams[id] = stream;
        sizes[id] = bytes;
        return id;
    }

    /** The body of a message. */
    public byte[] body(int id) {
        byte[] body = new byte[sizes[id]];
        for (int i = MIN_BYTES; i < body.length; i++) {
            body[i] = fill(id, i);
        }
        ByteBuffer.wrap(body).putInt(MAGIC).putInt(id).putInt(body.length).putInt(~id);
        return body;
    }

    private static byte fill(int id, int index) {
        return (byte) (id * 31 + index * 7 + (index >>> 8));
    }

    /** The publish of a message returned normally. */
    public void accepted(int id) {
        accepted.incrementAndGet(id);
    }

    /** A message has an outcome. */
    public void outcome(int id, Outcome outcome, @Nullable String detail) {
        outcomeCounts.incrementAndGet(id);
        outcomes.set(id, outcome);
        details.set(id, detail);
        outcomeTotal.incrementAndGet();
    }

    /** Takes the outcomes of messages published with their number as correlation id. */
    public OutcomeListener listener() {
        return (correlationId, outcome, detail) -> outcome((int) correlationId, outcome, detail);
    }

    /** Takes the outcome of one message. */
    public PublishCallback callback(int id) {
        return (outcome, detail) -> outcome(id, outcome, detail);
    }

    /** A message was read back. */
    public void consumed(byte[] body) {
        ByteBuffer read = ByteBuffer.wrap(body);
        if (body.length < MIN_BYTES || read.getInt() != MAGIC) {
            note("a foreign body of " + body.length + " bytes");
            return;
        }
        int id = read.getInt();
        int bytes = read.getInt();
        if (read.getInt() != ~id || id < 0 || id >= attempts.get() || bytes != body.length || sizes[id] != bytes) {
            note("message " + id + " is damaged: " + body.length + " bytes");
            return;
        }
        for (int i = MIN_BYTES; i < body.length; i++) {
            if (body[i] != fill(id, i)) {
                note("message " + id + " is damaged at byte " + i);
                return;
            }
        }
        if (consumedCounts[id]++ > 0) {
            repeats++;
            return;
        }
        Integer before = lastFirst.put(streams[id], id);
        if (before != null && before > id) {
            note("stream " + streams[id] + ": message " + id + " came first behind " + before);
        }
    }

    private void note(String what) {
        if (damage.size() < MAX_NOTES) {
            damage.add(what);
        }
    }

    /** Attempts so far. */
    public int attempts() {
        return attempts.get();
    }

    /** Outcomes so far. */
    public int outcomeTotal() {
        return outcomeTotal.get();
    }

    /** Accepted messages. */
    public int acceptedTotal() {
        int sum = 0;
        for (int id = 0; id < attempts.get(); id++) {
            sum += accepted.get(id);
        }
        return sum;
    }

    /** Whether this message was accepted. */
    boolean isAccepted(int id) {
        return accepted.get(id) > 0;
    }

    /** How many outcomes a message has. */
    public int outcomeCountOf(int id) {
        return outcomeCounts.get(id);
    }

    /** The outcome of a message, {@code null} while it has none. */
    public @Nullable Outcome outcomeOf(int id) {
        return outcomes.get(id);
    }

    /** What was said with it. */
    public @Nullable String detailOf(int id) {
        return details.get(id);
    }

    /** How often a message was read back. */
    public int consumedCount(int id) {
        return consumedCounts[id];
    }

    /** Messages read back more than once, each repeat counted. */
    public long repeats() {
        return repeats;
    }

    List<String> damage() {
        return damage;
    }

    /** How many messages have each outcome. */
    public Map<Outcome, Long> totals() {
        Map<Outcome, Long> totals = new EnumMap<>(Outcome.class);
        for (int id = 0; id < attempts.get(); id++) {
            Outcome outcome = outcomes.get(id);
            if (outcome != null) {
                totals.merge(outcome, 1L, Long::sum);
            }
        }
        return totals;
    }

    /** The judge. */
    public LedgerCheck check() {
        return new LedgerCheck(this);
    }
}
