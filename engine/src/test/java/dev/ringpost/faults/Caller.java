package dev.ringpost.faults;

import dev.ringpost.EngineClosedException;
import dev.ringpost.EnqueueTimeoutException;
import dev.ringpost.Offer;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

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
    private static final Map<Route, PublishOptions> OPTIONS = Scene.options();

    private final Load load;
    private final int index;
    private final Random random;
    private final byte[] body = new byte[HUGE_BYTES];
    private final Map<Route, Producer> producers = new EnumMap<>(Route.class);
    private @Nullable PublisherEngine producersOf;

    Caller(Load load, int index, Random random) {
        this.load = load;
        this.index = index;
        this.random = random;
    }

    /** Publishes one message, however often that has to be tried; gives up when the load ends. */
    void publishOne() {
        Route route = Route.of(random.nextInt(Integer.MAX_VALUE));
        long id = load.history().attempt(index, route);
        int length = write(route, id);
        int form = random.nextInt(FORMS);
        while (!isAccepted(route, id, length, form)) {
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
        Offer offer = producer(engine, route).tryPublish(body, 0, write(route, id), id);
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

    private boolean isAccepted(Route route, long id, int length, int form) {
        PublisherEngine engine = load.engines().current();
        if (engine == null) {
            return false; // a fault has closed it and will open another
        }
        try {
            return publish(producer(engine, route), id, length, form);
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

    private boolean publish(Producer producer, long id, int length, int form) throws InterruptedException {
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
                        Arrays.copyOf(body, length),
                        PublishOptions.none(),
                        load.outcomes().callback(id));
                return true;
            }
            case 3 -> {
                return isAccepted(producer.tryPublish(body, 0, length, id));
            }
            default -> {
                return isAccepted(producer.tryPublish(
                        Arrays.copyOf(body, length),
                        PublishOptions.none(),
                        load.outcomes().callback(id)));
            }
        }
    }

    private boolean isAccepted(Offer offer) {
        load.refusals().offer(offer);
        return offer.isAccepted();
    }

    @SuppressWarnings("ReferenceEquality") // an engine is itself and no other
    private Producer producer(PublisherEngine engine, Route route) {
        if (producersOf != engine) {
            producers.clear();
            OPTIONS.forEach((each, options) -> producers.put(each, engine.producer(options)));
            producersOf = engine;
        }
        Producer producer = producers.get(route);
        if (producer == null) {
            throw new IllegalStateException("no producer for " + route);
        }
        return producer;
    }
}
