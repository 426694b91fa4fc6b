package dev.ringpost.stage;

import dev.ringpost.Outcome;
import dev.ringpost.confirm.SlotStates;
import dev.ringpost.pack.OpenPack;
import dev.ringpost.pack.PackBodies;
import dev.ringpost.pack.Packs;
import dev.ringpost.ring.Failures;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.wire.RouteTemplate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes AMQP messages of packs and adds them to the batch. What cannot be sent fails the records of its own pack.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class PackSender implements Packs.Outlet {

    private final SlotRing ring;
    private final SlotStates states;
    private final PackBodies bodies;
    private final OutBatch batch;
    private final @Nullable SendInterception interception;
    private long settledUpTo = SlotRing.BEFORE_FIRST;

    PackSender(
            SlotRing ring,
            SlotStates states,
            PackBodies bodies,
            OutBatch batch,
            @Nullable SendInterception interception) {
        this.ring = ring;
        this.states = states;
        this.bodies = bodies;
        this.batch = batch;
        this.interception = interception;
    }

    /** The lane's settled prefix, at each of its steps. */
    void setSettledUpTo(long sequence) {
        settledUpTo = sequence;
    }

    @Override
    public void send(OpenPack pack) throws IOException {
        PackBodies.Made made = make(pack);
        if (made == null) {
            return;
        }
        boolean inBatch = false;
        try {
            inBatch = pack.count() > 0 && add(pack, made);
        } finally {
            if (inBatch) {
                bodies.keep(made.body());
            } else {
                bodies.giveBack(made.body());
            }
        }
    }

    private boolean add(OpenPack pack, PackBodies.Made made) throws IOException {
        RouteTemplate route = made.route();
        String refusal = batch.refusal(route);
        SendInterception asked = refusal == null ? interception : null;
        if (asked != null) {
            RouteTemplate with = asked.before(pack, route, batch.address());
            route = batch.refusal(with) == null ? with : route; // too large a header must not cost the records
        }
        if (refusal == null) {
            refusal = batch.add(route, made.body().array(), 0, made.body().size(), 0);
        }
        if (refusal != null) {
            fail(pack, refusal);
            if (asked != null) {
                asked.onRefused(refusal);
            }
            return false;
        }
        batch.registerPack(pack.sequences(), pack.count());
        if (asked != null) {
            asked.onAdded();
        }
        return true;
    }

    // Catching Throwable: an Error of a codec's native part must not take the lane down.
    private PackBodies.@Nullable Made make(OpenPack pack) {
        try {
            return bodies.make(pack, settledUpTo);
        } catch (Throwable e) {
            fail(pack, "an AMQP message could not be made of " + pack.count() + " records: " + Failures.text(e));
            return null;
        }
    }

    private void fail(OpenPack pack, String why) {
        for (int i = 0; i < pack.count(); i++) {
            long sequence = pack.sequences()[i];
            if (sequence > settledUpTo && !states.isSettled(sequence)) {
                ring.get(sequence).detail = why;
                states.settle(sequence, Outcome.FAILED);
            }
        }
    }
}
