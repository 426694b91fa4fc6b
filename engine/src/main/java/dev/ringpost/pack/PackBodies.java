package dev.ringpost.pack;

import dev.ringpost.compression.Compressor;
import dev.ringpost.metrics.LaneMetrics;
import dev.ringpost.metrics.LanePhase;
import dev.ringpost.ring.BodyBuffer;
import dev.ringpost.wire.BodyCompression;
import dev.ringpost.wire.RouteTemplate;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The bodies of packs, compressed if they are to be, which must stay as they are until the connection's batch is written.
 *
 * <p><b>Threads:</b> the lane only.
 */
public final class PackBodies {

    private static final int KEPT_BYTES = 256 * 1024;

    private final PackBody writer;
    private final LaneMetrics metrics;
    private final Deque<BodyBuffer> free = new ArrayDeque<>();
    private final List<BodyBuffer> inBatch = new ArrayList<>();
    private long compressedCount;

    /** A body, and the route that says how it is encoded. */
    public record Made(RouteTemplate route, BodyBuffer body) {}

    /** For the lane that owns these. */
    public PackBodies(PackBody writer, LaneMetrics metrics) {
        this.writer = writer;
        this.metrics = metrics;
    }

    /**
     * Makes the body of a pack and takes out of the pack what waits for nothing any more, which may be all. To be followed
     * by {@link #keep} or {@link #giveBack}.
     *
     * @param settledUpTo the lane's settled prefix
     * @throws IOException like any unchecked exception, if the records cannot be compressed
     */
    public Made make(OpenPack pack, long settledUpTo) throws IOException {
        BodyBuffer plain = take(pack);
        plain.reserve((int) Math.min(Integer.MAX_VALUE - Long.BYTES, pack.bodyBytes()));
        writer.write(pack, settledUpTo, plain);
        BodyCompression how = pack.packing().compression();
        if (how == null) {
            return new Made(pack.route(), plain);
        }
        return plain.size() < how.fromBytes() || pack.count() == 0
                ? new Made(how.plain(), plain)
                : compress(how, pack, plain);
    }

    private Made compress(BodyCompression how, OpenPack pack, BodyBuffer plain) throws IOException {
        BodyBuffer compressed = take(pack);
        Compressor compressor = how.compressor();
        metrics.activity().enter(LanePhase.COMPRESSING);
        try {
            compressor.compress(plain.array(), 0, plain.size(), compressed);
        } finally {
            metrics.activity().enter(LanePhase.WORKING);
            Thread.interrupted(); // a flag it left behind would keep the lane from parking
        }
        compressedCount++;
        boolean isSent = !how.onlyIfSmaller() || compressed.size() < plain.size();
        metrics.uncompressedBytes().add(plain.size());
        metrics.compressedBytes().add(isSent ? compressed.size() : plain.size());
        if (!isSent) {
            giveBack(compressed);
            return new Made(how.plain(), plain);
        }
        giveBack(plain);
        return new Made(how.compressed(), compressed);
    }

    private BodyBuffer take(OpenPack pack) {
        BodyBuffer buffer = free.isEmpty() ? new BodyBuffer(KEPT_BYTES) : free.pop();
        // What a compressor cannot make smaller it makes a little larger.
        buffer.reset((int) Math.min(Integer.MAX_VALUE - Long.BYTES, 2L * pack.bodyBytes() + KEPT_BYTES));
        return buffer;
    }

    /** How many bodies were compressed so far, which may have taken long. */
    public long compressedCount() {
        return compressedCount;
    }

    /** The body is in the batch. */
    public void keep(BodyBuffer body) {
        inBatch.add(body);
    }

    /** The batch is written, or lost. */
    public void onWritten() {
        for (int i = inBatch.size() - 1; i >= 0; i--) {
            giveBack(inBatch.remove(i));
        }
    }

    /** The body is not needed. */
    public void giveBack(BodyBuffer buffer) {
        buffer.release();
        free.push(buffer);
    }
}
