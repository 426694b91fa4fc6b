package dev.ringpost.intake;

import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.OutcomeListener;
import dev.ringpost.Producer;
import dev.ringpost.PublishCallback;
import dev.ringpost.PublishInterceptor;
import dev.ringpost.PublishObserver;
import dev.ringpost.PublishOptions;
import dev.ringpost.Receipt;
import dev.ringpost.ring.EngineThread;
import dev.ringpost.ring.OutcomeSink;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A producer of an engine with an interceptor: asks it about each message, and publishes through the engine's usual one.
 * What the interceptor does not touch goes the usual way.
 */
final class InterceptedProducer implements Producer {

    private final RingProducer producer;
    private final PublishInterceptor interceptor;
    private final OutcomeListener listener;
    private final BrokerAddress broker;

    InterceptedProducer(
            RingProducer producer, PublishInterceptor interceptor, OutcomeListener listener, BrokerAddress broker) {
        this.producer = producer;
        this.interceptor = interceptor;
        this.listener = listener;
        this.broker = broker;
    }

    /** What the interceptor said: the options to publish with, and who hears of the end. */
    private record Decision(
            PublishOptions options, @Nullable PublishObserver observer) {

        boolean isUntouched() {
            return observer == null && options == PublishOptions.none();
        }
    }

    private Decision ask(PublishOptions options) {
        InterceptedMessage message = new InterceptedMessage(options, producer.defaults(), broker);
        PublishObserver observer = interceptor.beforePublish(message);
        try {
            return new Decision(message.ownOptions(), observer);
        } catch (RuntimeException refused) { // a header that AMQP has no place for
            onNotAccepted(observer, refused);
            throw refused;
        }
    }

    @Override
    public PublishOptions defaults() {
        return producer.defaults();
    }

    @Override
    public Receipt publish(@Nullable Object body, PublishOptions options) throws InterruptedException {
        EngineThread.refuseBlocking("publish");
        Decision decision = ask(options);
        PublishObserver observer = decision.observer();
        if (observer == null) {
            return producer.publish(body, decision.options());
        }
        SlotReceipt receipt = new SlotReceipt();
        submit(() -> producer.prepare(body, decision.options()), observer, receipt);
        return receipt;
    }

    @Override
    public void publish(@Nullable Object body, PublishOptions options, PublishCallback callback)
            throws InterruptedException {
        EngineThread.refuseBlocking("publish");
        Objects.requireNonNull(callback, "callback");
        Decision decision = ask(options);
        PublishObserver observer = decision.observer();
        if (observer == null) {
            producer.publish(body, decision.options(), callback);
        } else {
            submit(() -> producer.prepare(body, decision.options()), observer, callback::onOutcome);
        }
    }

    @Override
    public void publish(byte[] body, int offset, int length, long correlationId) throws InterruptedException {
        EngineThread.refuseBlocking("publish");
        Objects.checkFromIndexSize(offset, length, body.length);
        Decision decision = ask(PublishOptions.none());
        if (decision.isUntouched()) {
            producer.publish(body, offset, length, correlationId);
        } else {
            submit(
                    () -> producer.prepareBytes(body, offset, length, decision.options()),
                    decision.observer(),
                    listening(correlationId));
        }
    }

    @Override
    public void publish(ByteBuffer body, long correlationId) throws InterruptedException {
        EngineThread.refuseBlocking("publish");
        Decision decision = ask(PublishOptions.none());
        if (decision.isUntouched()) {
            producer.publish(body, correlationId);
        } else {
            submit(
                    () -> producer.prepareBytes(body, decision.options()),
                    decision.observer(),
                    listening(correlationId));
        }
    }

    @Override
    public Offer tryPublish(@Nullable Object body, PublishOptions options, PublishCallback callback) {
        Objects.requireNonNull(callback, "callback");
        Decision decision = ask(options);
        PublishObserver observer = decision.observer();
        return observer == null
                ? producer.tryPublish(body, decision.options(), callback)
                : trySubmit(() -> producer.prepare(body, decision.options()), observer, callback::onOutcome);
    }

    @Override
    public Offer tryPublish(byte[] body, int offset, int length, long correlationId) {
        Objects.checkFromIndexSize(offset, length, body.length);
        Decision decision = ask(PublishOptions.none());
        return decision.isUntouched()
                ? producer.tryPublish(body, offset, length, correlationId)
                : trySubmit(
                        () -> producer.prepareBytes(body, offset, length, decision.options()),
                        decision.observer(),
                        listening(correlationId));
    }

    @Override
    public Offer tryPublish(ByteBuffer body, long correlationId) {
        Decision decision = ask(PublishOptions.none());
        return decision.isUntouched()
                ? producer.tryPublish(body, correlationId)
                : trySubmit(
                        () -> producer.prepareBytes(body, decision.options()),
                        decision.observer(),
                        listening(correlationId));
    }

    private OutcomeSink listening(long correlationId) {
        return (outcome, detail) -> listener.onOutcome(correlationId, outcome, detail);
    }

    private void submit(Supplier<Prepared> preparing, @Nullable PublishObserver observer, OutcomeSink sink)
            throws InterruptedException {
        long beganNs = producer.beginCall();
        try {
            Prepared message = prepare(preparing, observer);
            try {
                producer.submit(message, observed(observer, sink), beganNs);
            } finally {
                message.release();
            }
        } catch (Throwable e) {
            onNotAccepted(observer, e);
            throw e;
        }
    }

    private Offer trySubmit(Supplier<Prepared> preparing, @Nullable PublishObserver observer, OutcomeSink sink) {
        Offer offer;
        long beganNs = producer.beginCall();
        try {
            Prepared message = prepare(preparing, observer);
            try {
                offer = producer.trySubmit(message, observed(observer, sink), beganNs);
            } finally {
                message.release();
            }
        } catch (Throwable e) {
            onNotAccepted(observer, e);
            throw e;
        }
        if (offer != Offer.ACCEPTED && observer != null) {
            observer.onNotAccepted(offer);
        }
        return offer;
    }

    private static Prepared prepare(Supplier<Prepared> preparing, @Nullable PublishObserver observer) {
        Prepared message = preparing.get();
        if (observer != null && message.isEncoded()) {
            try {
                CallerScratch.keepWhile(() -> observer.onEncoded(message.bodyBytes()));
            } catch (Throwable e) {
                message.release();
                throw e;
            }
        }
        return message;
    }

    private static void onNotAccepted(@Nullable PublishObserver observer, Throwable error) {
        if (observer == null) {
            return;
        }
        try {
            observer.onNotAccepted(error);
        } catch (RuntimeException | Error another) {
            error.addSuppressed(another); // the first one is what the caller has to know
        }
    }

    private static OutcomeSink observed(@Nullable PublishObserver observer, OutcomeSink sink) {
        return observer == null ? sink : new ObservedSink(observer, sink);
    }

    /** Tells the observer before the application. */
    private record ObservedSink(PublishObserver observer, OutcomeSink sink) implements OutcomeSink {
        @Override
        public void settle(Outcome outcome, @Nullable String detail) {
            try {
                observer.onOutcome(outcome, detail);
            } finally {
                sink.settle(outcome, detail); // whatever the observer throws
            }
        }
    }
}
