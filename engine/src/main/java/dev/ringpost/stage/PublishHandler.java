package dev.ringpost.stage;

import com.lmax.disruptor.EventHandler;
import dev.ringpost.Outcome;
import dev.ringpost.PublishInterceptor;
import dev.ringpost.confirm.DeliveryTags;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.metrics.LaneMetrics;
import dev.ringpost.pack.PackBodies;
import dev.ringpost.pack.PackBody;
import dev.ringpost.pack.Packs;
import dev.ringpost.pack.Patience;
import dev.ringpost.ring.LaneClock;
import dev.ringpost.ring.Slot;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.wire.LinkLoss;
import dev.ringpost.wire.Packing;
import dev.ringpost.wire.PinnedChannel;
import dev.ringpost.wire.RouteTemplate;
import java.io.IOException;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Last stage: frames messages into the connection's batch, under the next delivery tag, and writes the batch when it is
 * full or nothing more is waiting. Records that may share an AMQP message wait for each other in {@link Packs} first.
 */
public final class PublishHandler implements EventHandler<Slot> {

    /** A little more than the error of {@link Slot#acceptedNs}. */
    private static final long STAMP_ERROR_NS = 200_000_000;

    private final SlotStates states;
    private final LaneClock clock;
    private final Numbering messageNumbers;
    private final OutBatch batch;
    private final PackSender packSender;
    private final Packs packs;
    private final PackBodies bodies;

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

    /** For the lane that owns these, without an interceptor. */
    public PublishHandler(
            SlotRing ring, SlotStates states, LaneMetrics metrics, LaneClock clock, Numbering messageNumbers) {
        this(ring, states, metrics, clock, messageNumbers, null);
    }

    /** For the lane that owns these. */
    public PublishHandler(
            SlotRing ring,
            SlotStates states,
            LaneMetrics metrics,
            LaneClock clock,
            Numbering messageNumbers,
            @Nullable PublishInterceptor interceptor) {
        this.states = states;
        this.clock = clock;
        this.messageNumbers = messageNumbers;
        this.bodies = new PackBodies(new PackBody(ring, states, messageNumbers::numberOf), metrics);
        SendInterception interception = interceptor == null ? null : new SendInterception(interceptor, ring, clock);
        this.batch = new OutBatch(states, metrics, error -> onWritten(bodies, interception, error));
        this.packSender = new PackSender(ring, states, bodies, batch, interception);
        this.packs = new Packs(packSender);
    }

    private static void onWritten(PackBodies bodies, @Nullable SendInterception interception, @Nullable String error) {
        bodies.onWritten();
        if (interception != null) {
            interception.onWritten(error);
        }
    }

    /** Publishes through this connection from now on. */
    public void connect(PinnedChannel channel, DeliveryTags tags, WriteWatch watch) {
        batch.connect(channel, tags, watch);
    }

    /** The connection is gone; what its batch and the packs held is sent again by the lane. */
    public void disconnect(LinkLoss loss) {
        packs.clear();
        packs.limitTo(loss.maxMessageBytes());
        batch.disconnect();
    }

    /** Everything up to there has its outcome; told at each step of the lane. */
    public void setSettledUpTo(long sequence) {
        packSender.setSettledUpTo(sequence);
    }

    /** Records that wait for others to share a message with. */
    public int openRecordCount() {
        return packs.recordCount();
    }

    /** When the first of them will have waited long enough, or {@link Long#MAX_VALUE} if there is none. */
    public long nextDueNs() {
        return packs.nextDueNs();
    }

    /**
     * Adds a message to the batch, or a record to those that will share one.
     *
     * @throws IOException if the connection is gone
     */
    @Override
    public void onEvent(Slot slot, long sequence, boolean endOfBatch) throws IOException {
        RouteTemplate route = (RouteTemplate) Objects.requireNonNull(slot.head, "slot without a head");
        Packing packing = route.packing();
        String refusal = batch.refusal(route);
        if (refusal == null && packing != null) {
            long nowNs = clock.coarse();
            packs.add(sequence, route, packing, slot.bodyBytes, waitingSince(slot, sequence, packing, nowNs), nowNs);
        } else if (refusal == null) {
            if (!packs.isEmpty()) {
                packs.beforeSingle(route);
            }
            long messageNumber = route.isNumbered() ? messageNumbers.numberOf(sequence) : 0;
            refusal = batch.add(route, slot.body(), slot.bodyOffset(), slot.bodyBytes, messageNumber);
            if (refusal == null) {
                batch.register(sequence);
            }
        }
        if (refusal != null) {
            slot.detail = refusal;
            states.settle(sequence, Outcome.FAILED);
        }
        if (endOfBatch) {
            flush(Patience.NONE, () -> false);
        }
    }

    /** What was sent before, or has waited for something else, does not linger once more. */
    private long waitingSince(Slot slot, long sequence, Packing packing, long nowNs) {
        if (states.get(sequence) == SlotStates.READY_AGAIN) {
            return nowNs - packing.lingerNs();
        }
        return nowNs - slot.acceptedNs > STAMP_ERROR_NS ? slot.acceptedNs : nowNs;
    }

    /**
     * Puts the records into the batch that have waited long enough, but for those that came in this step: there is more to
     * take, and the batch need not be written yet.
     *
     * @param isEnough see {@link #flush}
     * @throws IOException if the connection is gone
     */
    public void sendOverdue(Patience patience, BooleanSupplier isEnough) throws IOException {
        packs.sendDue(patience, clock.coarse(), true, isEnough);
    }

    /**
     * Writes the batch, if there is one, with the records that have waited long enough.
     *
     * @param isEnough whether this step took long already: then other records may be left to the next
     * @throws IOException if the connection is gone
     */
    public void flush(Patience patience, BooleanSupplier isEnough) throws IOException {
        packs.sendDue(patience, clock.coarse(), false, isEnough);
        batch.flush();
    }

    /** How many messages of several records were compressed so far, which may have taken long. */
    public long compressedCount() {
        return bodies.compressedCount();
    }
}
