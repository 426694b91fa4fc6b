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
    private final AnyLane anyLane;
    private final CallTimes calls;
    private final Preparation preparation;
    private final int maxMessageBytes;

    /** For bytes without options of their own: the hot path's template. */
    private final RouteTemplate bytesRoute;

    /** Whether bytes go out as they are, unless a message's own options say otherwise. */
    private final boolean bytesNeedNoPreparation;

    RingProducer(
            PublishOptions defaults,
            LaneChoice lanes,
            RoomWait wait,
            CallTimes calls,
            Preparation preparation,
            int maxBytes) {
        this.defaults = defaults;
        this.lanes = lanes;
        this.wait = wait;
        this.anyLane = new AnyLane(lanes, wait);
        this.calls = calls;
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
        long beganNs = calls.begin();
        Prepared message = preparation.prepare(body, options);
        try {
            return trySubmit(message, sink, beganNs);
        } finally {
            message.release();
        }
    }

    /** The message is ready, and refused here if it cannot be. */
    Prepared prepare(@Nullable Object body, PublishOptions options) {
        return preparation.prepare(body, options);
    }

    /** The same for bytes that go as they are. */
    Prepared prepareBytes(byte[] body, int offset, int length, PublishOptions options) {
        return preparation.prepareBytes(body, offset, length, options);
    }

    /** The same for what remains of a buffer. */
    Prepared prepareBytes(ByteBuffer body, PublishOptions options) {
        return preparation.prepareBytes(body, options);
    }

    /** A call begins; the answer is for whichever of the next two ends it. */
    long beginCall() {
        return calls.begin();
    }

    /** Publishes what is ready, if there is room now. */
    Offer trySubmit(Prepared message, OutcomeSink sink, long beganNs) {
        RouteTemplate route = message.route();
        Inlet inlet = lanes.laneOf(route);
        Offer offer = message.offer(inlet, sink);
        for (int more = lanes.countFor(route) - 1; more > 0 && offer != Offer.ACCEPTED; more--) {
            inlet = lanes.laneAfter(inlet, route);
            offer = better(offer, message.offer(inlet, sink));
        }
        return ended(inlet, offer, beganNs);
    }

    /** Publishes what is ready, waiting for room. */
    void submit(Prepared message, OutcomeSink sink, long beganNs) throws InterruptedException {
        Inlet inlet = lanes.laneOf(message.route());
        long deadlineNs = RoomWait.NOT_STARTED;
        for (Offer offer = message.offer(inlet, sink); offer != Offer.ACCEPTED; offer = message.offer(inlet, sink)) {
            if (lanes.countFor(message.route()) > 1) {
                inlet = anyLane.submit(inlet, offer, message.route(), lane -> message.offer(lane, sink));
                break;
            }
            deadlineNs = wait.pause(inlet, offer, deadlineNs);
        }
        calls.end(inlet, beganNs);
    }

    private void publishPrepared(@Nullable Object body, PublishOptions options, OutcomeSink sink)
            throws InterruptedException {
        EngineThread.refuseBlocking("publish");
        long beganNs = calls.begin();
        Prepared message = preparation.prepare(body, options);
        try {
            submit(message, sink, beganNs);
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
        long beganNs = calls.begin();
        check(body, offset, length);
        Inlet inlet = lanes.laneOf(bytesRoute);
        long deadlineNs = RoomWait.NOT_STARTED;
        for (Offer offer = offer(inlet, body, offset, length, correlationId, sink);
                offer != Offer.ACCEPTED;
                offer = offer(inlet, body, offset, length, correlationId, sink)) {
            if (lanes.countFor(bytesRoute) > 1) {
                inlet = anyLane.submit(
                        inlet, offer, bytesRoute, lane -> offer(lane, body, offset, length, correlationId, sink));
                break;
            }
            deadlineNs = wait.pause(inlet, offer, deadlineNs);
        }
        calls.end(inlet, beganNs);
    }

    @Override
    public void publish(ByteBuffer body, long correlationId) throws InterruptedException {
        EngineThread.refuseBlocking("publish");
        long beganNs = calls.begin();
        check(body);
        Inlet inlet = lanes.laneOf(bytesRoute);
        long deadlineNs = RoomWait.NOT_STARTED;
        for (Offer offer = offer(inlet, body, correlationId);
                offer != Offer.ACCEPTED;
                offer = offer(inlet, body, correlationId)) {
            if (lanes.countFor(bytesRoute) > 1) {
                inlet = anyLane.submit(inlet, offer, bytesRoute, lane -> offer(lane, body, correlationId));
                break;
            }
            deadlineNs = wait.pause(inlet, offer, deadlineNs);
        }
        calls.end(inlet, beganNs);
    }

    @Override
    public Offer tryPublish(byte[] body, int offset, int length, long correlationId) {
        long beganNs = calls.begin();
        check(body, offset, length);
        Inlet inlet = lanes.laneOf(bytesRoute);
        Offer offer = offer(inlet, body, offset, length, correlationId, null);
        for (int more = lanes.countFor(bytesRoute) - 1; more > 0 && offer != Offer.ACCEPTED; more--) {
            inlet = lanes.laneAfter(inlet, bytesRoute);
            offer = better(offer, offer(inlet, body, offset, length, correlationId, null));
        }
        return ended(inlet, offer, beganNs);
    }

    @Override
    public Offer tryPublish(ByteBuffer body, long correlationId) {
        long beganNs = calls.begin();
        check(body);
        Inlet inlet = lanes.laneOf(bytesRoute);
        Offer offer = offer(inlet, body, correlationId);
        for (int more = lanes.countFor(bytesRoute) - 1; more > 0 && offer != Offer.ACCEPTED; more--) {
            inlet = lanes.laneAfter(inlet, bytesRoute);
            offer = better(offer, offer(inlet, body, correlationId));
        }
        return ended(inlet, offer, beganNs);
    }

    /** Of two lanes' answers the one that leaves more hope, in whose order they are: FULL rather than BLOCKED or CLOSED. */
    private static Offer better(Offer one, Offer other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private Offer ended(Inlet inlet, Offer offer, long beganNs) {
        if (offer == Offer.ACCEPTED) {
            calls.end(inlet, beganNs);
        } else {
            inlet.onRefused(offer);
        }
        return offer;
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
