package dev.ringpost.pack;

import dev.ringpost.wire.Packing;
import dev.ringpost.wire.RouteTemplate;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records that are to share one AMQP message, in order. One object serves many messages, one after the other. */
public final class OpenPack {

    private static final int FIRST_CAPACITY = 64;

    private @Nullable RouteTemplate route;
    private @Nullable Packing packing;
    private long[] sequences = new long[FIRST_CAPACITY];
    private int count;
    private long bodyBytes;
    private long waitingSinceNs;
    private long openedNs;

    /** Its place in the list of open packs. */
    int place;

    /** Tells the object's uses apart. */
    private int generation;

    OpenPack() {}

    void open(RouteTemplate first, Packing how, long nowNs) {
        waitingSinceNs = nowNs;
        route = first;
        packing = how;
        count = 0;
        bodyBytes = how.format().emptyBytes();
        openedNs = nowNs;
    }

    /** Nothing is in it any more, and no table may find it. */
    void close() {
        generation++;
        route = null;
        packing = null;
    }

    /** The route of the first record; that of all others but for what concerns the engine alone. */
    public RouteTemplate route() {
        return Objects.requireNonNull(route, "a closed pack");
    }

    /** How it is put together. */
    public Packing packing() {
        return Objects.requireNonNull(packing, "a closed pack");
    }

    /** Its records' slots, from index 0. */
    public long[] sequences() {
        return sequences;
    }

    /** How many. */
    public int count() {
        return count;
    }

    /** Bytes of the body so far. */
    long bodyBytes() {
        return bodyBytes;
    }

    /** When the step of the lane began in which it was opened. */
    long openedNs() {
        return openedNs;
    }

    /** Since when a record waits, here or before. */
    long waitingSinceNs() {
        return waitingSinceNs;
    }

    int generation() {
        return generation;
    }

    void add(long sequence, int recordBytes, long sinceNs) {
        waitingSinceNs = Math.min(waitingSinceNs, sinceNs);
        if (count == sequences.length) {
            sequences = Arrays.copyOf(sequences, count * 2);
        }
        sequences[count++] = sequence;
        bodyBytes += recordBytes + packing().overheadBytes();
    }

    /** Keeps the first ones only. */
    void truncate(int kept) {
        count = kept;
    }
}
