package dev.ringpost.intake;

import dev.ringpost.InvalidMessageException;
import dev.ringpost.Offer;
import dev.ringpost.Producer;
import dev.ringpost.PublishCallback;
import dev.ringpost.PublishOptions;
import dev.ringpost.Receipt;
import dev.ringpost.ring.EngineThread;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.OutcomeSink;
import dev.ringpost.wire.RouteTemplate;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one implementation of {@link Producer}: checks, submits, and waits where it may. */
final class RingProducer implements Producer {

    private final PublishOptions defaults;
    private final LaneChoice lanes;
    private final RoomWait wait;
    private final Preparation preparation;
    private final int maxMessageBytes;

    /** For bytes without options of their own: the hot path's template. */
    private final RouteTemplate bytesRoute;

    /** Whether bytes go out as they are, unless a message's own options say otherwise. */
    private final boolean bytesNeedNoPreparation;

    RingProducer(PublishOptions defaults, LaneChoice lanes, RoomWait wait, Preparation preparation, int maxBytes) {
        this.defaults = defaults;
        this.lanes = lanes;
        this.wait = wait;
        this.preparation = preparation;
        this.maxMessageBytes = maxBytes;
        this.bytesRoute = preparation.bytesRoute();
        this.bytesNeedNoPreparation = !defaults.hasSerializer() || preparation.isEncodedByDefault();
    }

    @Override
    public PublishOptions defaults() {
        return defaults;
    }

    @Override
    public Receipt publish(@Nullable Object body, PublishOptions options) throws InterruptedException {
        SlotReceipt receipt = new SlotReceipt();
        if (bytesNeedNoPreparation && options == PublishOptions.none() && body instanceof byte[] bytes) {
            publishBytes(bytes, 0, bytes.length, 0, receipt);
        } else {
            publishPrepared(body, options, receipt);
        }
        return receipt;
    }

    @Override
    public void publish(@Nullable Object body, PublishOptions options, PublishCallback callback)
            throws InterruptedException {
        publishPrepared(body, options, Objects.requireNonNull(callback, "callback")::onOutcome);
    }

    @Override
    public Offer tryPublish(@Nullable Object body, PublishOptions options, PublishCallback callback) {
        OutcomeSink sink = Objects.requireNonNull(callback, "callback")::onOutcome;
        Prepared message = preparation.prepare(body, options);
        try {
            return message.offer(lanes.laneOf(message.route()), sink);
        } finally {
            message.release();
        }
    }

    private void publishPrepared(@Nullable Object body, PublishOptions options, OutcomeSink sink)
            throws InterruptedException {
        EngineThread.refuseBlocking("publish");
        Prepared message = preparation.prepare(body, options);
        try {
            Inlet inlet = lanes.laneOf(message.route());
            long deadlineNs = RoomWait.NOT_STARTED;
            for (Offer offer = message.offer(inlet, sink);
                    offer != Offer.ACCEPTED;
                    offer = message.offer(inlet, sink)) {
                deadlineNs = wait.pause(inlet, offer, deadlineNs);
            }
        } finally {
            message.release();
        }
    }

    @Override
    public void publish(byte[] body, int offset, int length, long correlationId) throws InterruptedException {
        publishBytes(body, offset, length, correlationId, null);
    }

    private void publishBytes(byte[] body, int offset, int length, long correlationId, @Nullable OutcomeSink sink)
            throws InterruptedException {
        EngineThread.refuseBlocking("publish");
        check(body, offset, length);
        Inlet inlet = lanes.laneOf(bytesRoute);
        long deadlineNs = RoomWait.NOT_STARTED;
        for (Offer offer = offer(inlet, body, offset, length, correlationId, sink);
                offer != Offer.ACCEPTED;
                offer = offer(inlet, body, offset, length, correlationId, sink)) {
            deadlineNs = wait.pause(inlet, offer, deadlineNs);
        }
    }

    @Override
    public void publish(ByteBuffer body, long correlationId) throws InterruptedException {
        EngineThread.refuseBlocking("publish");
        check(body);
        Inlet inlet = lanes.laneOf(bytesRoute);
        long deadlineNs = RoomWait.NOT_STARTED;
        for (Offer offer = offer(inlet, body, correlationId);
                offer != Offer.ACCEPTED;
                offer = offer(inlet, body, correlationId)) {
            deadlineNs = wait.pause(inlet, offer, deadlineNs);
        }
    }

    @Override
    public Offer tryPublish(byte[] body, int offset, int length, long correlationId) {
        check(body, offset, length);
        return offer(lanes.laneOf(bytesRoute), body, offset, length, correlationId, null);
    }

    @Override
    public Offer tryPublish(ByteBuffer body, long correlationId) {
        check(body);
        return offer(lanes.laneOf(bytesRoute), body, correlationId);
    }

    private Offer offer(
            Inlet inlet, byte[] body, int offset, int length, long correlationId, @Nullable OutcomeSink sink) {
        return Submission.offerBytes(inlet, bytesRoute, body, null, offset, length, correlationId, sink);
    }

    private Offer offer(Inlet inlet, ByteBuffer body, long correlationId) {
        return Submission.offerBytes(
                inlet, bytesRoute, null, body, body.position(), body.remaining(), correlationId, null);
    }

    private void check(byte[] body, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, body.length);
        checkSize(length, maxMessageBytes);
        RecordCheck.check(bytesRoute, body, offset, length, false);
    }

    private void check(ByteBuffer body) {
        checkSize(body.remaining(), maxMessageBytes);
        RecordCheck.check(bytesRoute, body);
    }

    static void checkSize(int length, int maxMessageBytes) {
        if (length > maxMessageBytes) {
            throw new InvalidMessageException(
                    "the body has " + length + " bytes; the limit is " + maxMessageBytes + " (maxMessageBytes)");
        }
    }
}
