package dev.ringpost.stage;

import dev.ringpost.confirm.DeliveryTags;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.jfr.BatchWriteEvent;
import dev.ringpost.metrics.LaneMetrics;
import dev.ringpost.metrics.LanePhase;
import dev.ringpost.wire.PinnedChannel;
import dev.ringpost.wire.RouteTemplate;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The batch of the connection of now: AMQP messages are added, and their slots registered under the delivery tags they will
 * have, until it is written.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class OutBatch {

    private final SlotStates states;
    private final LaneMetrics metrics;
    private final Written onWritten;
    private @Nullable PinnedChannel channel;
    private @Nullable DeliveryTags tags;
    private PublishHandler.@Nullable WriteWatch watch;
    private int frameMaxBytes; // the connection's, which does not change
    private long bodyBytes;
    private int slotCount;

    /** Hears that the messages of a batch are gone. */
    interface Written {
        /** They were written, or were not, or not all of them, for that reason. */
        void onWritten(@Nullable String error);
    }

    OutBatch(SlotStates states, LaneMetrics metrics, Written onWritten) {
        this.states = states;
        this.metrics = metrics;
        this.onWritten = onWritten;
    }

    void connect(PinnedChannel connected, DeliveryTags numbering, PublishHandler.WriteWatch watcher) {
        channel = connected;
        frameMaxBytes = connected.frameMaxBytes();
        tags = numbering;
        watch = watcher;
        bodyBytes = 0;
        slotCount = 0;
    }

    void disconnect() {
        channel = null;
        tags = null;
        watch = null;
        onWritten.onWritten("the connection was lost");
    }

    /** What this connection's broker would close the channel for, or {@code null}. */
    @Nullable
    String refusal(RouteTemplate route) {
        if (frameMaxBytes > 0 && route.headerFrameBytes() > frameMaxBytes) {
            return "headers and properties take " + route.headerFrameBytes() + " bytes; the broker at "
                    + open().address() + " allows " + frameMaxBytes + " (frame_max)";
        }
        String userId = route.userId();
        String user = userId == null ? null : open().user();
        if (user != null && !user.equals(userId)) {
            return "user id \"" + userId + "\" is not the login of the connection, \"" + user + "\"";
        }
        return null;
    }

    /**
     * Adds a message, whose slots are to be registered next.
     *
     * @return why it cannot be encoded, or {@code null} if it is in the batch
     */
    @Nullable
    String add(RouteTemplate route, byte[] body, int offset, int length, long messageNumber) throws IOException {
        PinnedChannel out = open();
        long deliveryTag = tags().next();
        try {
            while (!out.add(route, body, offset, length, deliveryTag, messageNumber)) {
                if (out.batchCount() == 0) {
                    return "an empty batch has no room for it";
                }
                flush();
            }
        } catch (RuntimeException e) {
            return "it cannot be encoded: " + e;
        }
        bodyBytes += length;
        return null;
    }

    void register(long sequence) {
        countResend(sequence);
        tags().register(sequence);
        slotCount++;
    }

    void registerPack(long[] sequences, int count) {
        for (int i = 0; i < count; i++) {
            countResend(sequences[i]);
        }
        tags().registerPack(sequences, count);
        slotCount += count;
    }

    private void countResend(long sequence) {
        if (states.get(sequence) == SlotStates.READY_AGAIN) {
            metrics.resends().add(1);
        }
    }

    /**
     * Writes the batch, if there is one.
     *
     * @throws IOException if the connection is gone
     */
    void flush() throws IOException {
        PinnedChannel out = channel;
        PublishHandler.WriteWatch watcher = watch;
        DeliveryTags numbering = tags;
        if (out == null || watcher == null || numbering == null || out.batchCount() == 0) {
            return;
        }
        if (numbering.isSpoiled()) {
            throw new IOException("a message timed out before its batch was written, which is dropped");
        }
        int messageCount = slotCount;
        int amqpMessageCount = out.batchCount();
        long frameBytes = out.batchBytes();
        metrics.sent().add(messageCount);
        metrics.amqpMessages().add(amqpMessageCount);
        metrics.bodyBytes().add(bodyBytes);
        metrics.wireBytes().add(frameBytes);
        metrics.writes().add(1);
        slotCount = 0;
        bodyBytes = 0;
        numbering.onWrite();
        BatchWriteEvent event = BatchWriteEvent.begun();
        watcher.writeBegins();
        metrics.activity().enter(LanePhase.WRITING);
        String error = "the write failed";
        try {
            out.flush();
            error = null;
        } finally {
            metrics.activity().enter(LanePhase.WORKING);
            watcher.writeEnds();
            if (event != null) {
                event.ended(metrics.lane(), messageCount, amqpMessageCount, frameBytes);
            }
            onWritten.onWritten(error);
        }
    }

    /** Where the connection leads. */
    String address() {
        return open().address();
    }

    private PinnedChannel open() {
        return Objects.requireNonNull(channel, "not connected");
    }

    private DeliveryTags tags() {
        return Objects.requireNonNull(tags, "not connected");
    }
}
