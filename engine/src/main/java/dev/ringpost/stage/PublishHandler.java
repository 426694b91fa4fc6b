package dev.ringpost.stage;

import com.lmax.disruptor.EventHandler;
import dev.ringpost.Outcome;
import dev.ringpost.confirm.DeliveryTags;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.metrics.LaneMetrics;
import dev.ringpost.ring.Slot;
import dev.ringpost.wire.PinnedChannel;
import dev.ringpost.wire.RouteTemplate;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Last stage: frames messages into the connection's batch, under the next delivery tag, and writes the batch when it is
 * full or nothing more is waiting.
 */
public final class PublishHandler implements EventHandler<Slot> {

    private final SlotStates states;
    private final LaneMetrics metrics;
    private final Numbering messageNumbers;
    private @Nullable PinnedChannel channel;
    private @Nullable DeliveryTags tags;
    private @Nullable WriteWatch watch;
    private int frameMaxBytes; // the connection's, which does not change
    private long batchBodyBytes;

    /** Told when a write begins and ends, so that somebody else can end one that does not end by itself. */
    public interface WriteWatch {
        /** The lane is about to write. */
        void writeBegins();

        /** The lane is back. */
        void writeEnds();
    }

    /** Tells messages apart for as long as anybody may remember them. */
    public interface Numbering {
        /** The number of the message in a slot: the same whenever, and from whichever slot, it is sent again. */
        long numberOf(long sequence);
    }

    /** For the lane that owns these. */
    public PublishHandler(SlotStates states, LaneMetrics metrics, Numbering messageNumbers) {
        this.states = states;
        this.metrics = metrics;
        this.messageNumbers = messageNumbers;
    }

    /** Publishes through this connection from now on. */
    public void connect(PinnedChannel channel, DeliveryTags tags, WriteWatch watch) {
        this.channel = channel;
        this.frameMaxBytes = channel.frameMaxBytes();
        this.tags = tags;
        this.watch = watch;
        batchBodyBytes = 0;
    }

    /** The connection is gone; what its batch held is sent again by the lane. */
    public void disconnect() {
        channel = null;
        tags = null;
        watch = null;
    }

    /**
     * Adds a message to the batch.
     *
     * @throws IOException if the connection is gone
     */
    @Override
    public void onEvent(Slot slot, long sequence, boolean endOfBatch) throws IOException {
        PinnedChannel out = Objects.requireNonNull(channel, "not connected");
        DeliveryTags numbering = Objects.requireNonNull(tags, "not connected");
        RouteTemplate route = (RouteTemplate) Objects.requireNonNull(slot.head, "slot without a head");
        String refusal = refusal(route, out);
        if (refusal == null) {
            long messageNumber = route.isNumbered() ? messageNumbers.numberOf(sequence) : 0;
            refusal = addToBatch(slot, route, out, numbering.next(), messageNumber);
        }
        if (refusal != null) {
            slot.detail = refusal;
            states.settle(sequence, Outcome.FAILED);
        } else {
            if (states.get(sequence) == SlotStates.READY_AGAIN) {
                metrics.resends().add(1);
            }
            numbering.register(sequence);
            batchBodyBytes += slot.bodyBytes;
        }
        if (endOfBatch) {
            flush();
        }
    }

    /** Returns why the message cannot be encoded, or {@code null} if it is in the batch. */
    private @Nullable String addToBatch(
            Slot slot, RouteTemplate route, PinnedChannel out, long deliveryTag, long messageNumber)
            throws IOException {
        try {
            while (!out.add(route, slot.body(), slot.bodyOffset(), slot.bodyBytes, deliveryTag, messageNumber)) {
                if (out.batchCount() == 0) {
                    return "an empty batch has no room for it";
                }
                flush();
            }
            return null;
        } catch (RuntimeException e) {
            return "it cannot be encoded: " + e;
        }
    }

    /**
     * Writes the batch, if there is one.
     *
     * @throws IOException if the connection is gone
     */
    public void flush() throws IOException {
        PinnedChannel out = channel;
        WriteWatch watcher = watch;
        DeliveryTags numbering = tags;
        if (out == null || watcher == null || numbering == null || out.batchCount() == 0) {
            return;
        }
        if (numbering.isSpoiled()) {
            throw new IOException("a message timed out before its batch was written, which is dropped");
        }
        metrics.sent().add(out.batchCount());
        metrics.bodyBytes().add(batchBodyBytes);
        metrics.writes().add(1);
        batchBodyBytes = 0;
        numbering.onWrite();
        watcher.writeBegins();
        try {
            out.flush();
        } finally {
            watcher.writeEnds();
        }
    }

    /** What this connection's broker would close the channel for, or {@code null}. */
    private @Nullable String refusal(RouteTemplate route, PinnedChannel channel) {
        if (frameMaxBytes > 0 && route.headerFrameBytes() > frameMaxBytes) {
            return "headers and properties take " + route.headerFrameBytes() + " bytes; the broker at "
                    + channel.address() + " allows " + frameMaxBytes + " (frame_max)";
        }
        String userId = route.userId();
        String user = channel.user();
        if (userId != null && user != null && !userId.equals(user)) {
            return "user id \"" + userId + "\" is not the login of the connection, \"" + user + "\"";
        }
        return null;
    }
}
