package dev.ringpost.faults;

import dev.ringpost.EngineClosedException;
import dev.ringpost.EnqueueTimeoutException;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.Offer;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One publisher of a {@link Load}. Used by one thread at a time. */
final class Caller {

    private static final int FORMS = 5;
    private static final int USUAL_BYTES = 400;

    /** Over a slot's room. */
    private static final int LARGE_BYTES = 3_500;

    private static final int LARGE_ONE_IN = 100;
    private static final int HUGE_BYTES = 12_000;
    private static final int HUGE_ONE_IN = 3;
    private static final long LOOK_AGAIN_NS = TimeUnit.MICROSECONDS.toNanos(500);

    /** Of a batched load. */
    private static final int ALONE_ONE_IN = 20;

    private static final PublishOptions ALONE =
            PublishOptions.builder().withoutBatching().build();

    private final Load load;
    private final int index;
    private final Random random;
    private final byte[] body = new byte[HUGE_BYTES];
    private final Producers producers;

    Caller(Load load, int index, Random random) {
        this.load = load;
        this.index = index;
        this.random = random;
        this.producers = new Producers(load.isBatched());
    }

    /** Publishes one message, however often that has to be tried; gives up when the load ends. */
    void publishOne() {
        Route route = Route.of(random.nextInt(Integer.MAX_VALUE));
        long id = load.history().attempt(index, route);
        int length = write(route, id);
        int form = random.nextInt(FORMS);
        boolean alone = drawAlone(route, length);
        while (!isAccepted(route, id, length, form, alone)) {
            if (load.isStopped()) {
                return;
            }
            if (Thread.interrupted()) { // by a fault, and not noticed in a wait: no park would last
                load.refusals().interrupt();
            }
            LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
        load.history().accepted(id);
    }

    /** Publishes one message if there is room right now; says whether. */
    boolean tryOne(Route route) {
        PublisherEngine engine = load.engines().current();
        if (engine == null) {
            return false;
        }
        long id = load.history().attempt(index, route);
        int length = write(route, id);
        Offer offer = producers.of(engine, route, drawAlone(route, length)).tryPublish(body, 0, length, id);
        load.refusals().offer(offer);
        if (offer.isAccepted()) {
            load.history().accepted(id);
        }
        return offer.isAccepted();
    }

    private int write(Route route, long id) {
        int length = drawBytes(route);
        MessageBody.write(body, length, id);
        return length;
    }

    private int drawBytes(Route route) {
        if (route == Route.MIXED_SIZES && random.nextInt(HUGE_ONE_IN) == 0) {
            return MessageBody.KEPT_APART_BYTES + random.nextInt(HUGE_BYTES - MessageBody.KEPT_APART_BYTES);
        }
        int most = random.nextInt(LARGE_ONE_IN) == 0 ? LARGE_BYTES : USUAL_BYTES;
        return MessageBody.MIN_BYTES + random.nextInt(most - MessageBody.MIN_BYTES);
    }

    /** Whether a message is no record in a batched load: because it is too long, or so that there are both. */
    private boolean drawAlone(Route route, int length) {
        return load.isBatched() && (Packs.refuses(route, length) || random.nextInt(ALONE_ONE_IN) == 0);
    }

    private boolean isAccepted(Route route, long id, int length, int form, boolean alone) {
        PublisherEngine engine = load.engines().current();
        if (engine == null) {
            return false; // a fault has closed it and will open another
        }
        try {
            if (alone && Packs.refuses(route, length)) {
                checkRefused(producers.of(engine, route, false), length, id);
            }
            // By its producer, or by an option that says otherwise than its producer.
            boolean isByOption = alone && (form == 2 || form == 4);
            return publish(
                    producers.of(engine, route, alone && !isByOption),
                    isByOption ? ALONE : PublishOptions.none(),
                    id,
                    length,
                    form);
        } catch (EnqueueTimeoutException full) {
            load.refusals().timeout();
        } catch (EngineClosedException closed) {
            load.refusals().closed();
        } catch (InterruptedException interrupted) {
            // By the fault that interrupts; the message was not accepted.
            load.refusals().interrupt();
        }
        return false;
    }

    private void checkRefused(Producer packing, int length, long id) throws InterruptedException {
        try {
            packing.publish(body, 0, length, id);
        } catch (InvalidMessageException tooLong) {
            return;
        }
        throw new IllegalStateException("a record of " + length + " bytes was accepted");
    }

    private boolean publish(Producer producer, PublishOptions options, long id, int length, int form)
            throws InterruptedException {
        switch (form) {
            case 0 -> {
                producer.publish(body, 0, length, id);
                return true;
            }
            case 1 -> {
                Receipt receipt = producer.publish(Arrays.copyOf(body, length));
                receipt.future()
                        .whenComplete((outcome, error) -> load.outcomes().onOutcome(id, outcome, receipt.detail()))
                        .exceptionally(error -> null);
                return true;
            }
            case 2 -> {
                producer.publish(
                        Arrays.copyOf(body, length), options, load.outcomes().callback(id));
                return true;
            }
            case 3 -> {
                return isAccepted(producer.tryPublish(body, 0, length, id));
            }
            default -> {
                return isAccepted(producer.tryPublish(
                        Arrays.copyOf(body, length), options, load.outcomes().callback(id)));
            }
        }
    }

    private boolean isAccepted(Offer offer) {
        load.refusals().offer(offer);
        return offer.isAccepted();
    }
}
