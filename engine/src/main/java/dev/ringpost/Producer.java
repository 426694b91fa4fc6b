package dev.ringpost;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes messages under default {@link PublishOptions}. Thread-safe, without a connection or channel of its own and
 * cheap: make as many as there are routes or kinds of message. It lives as long as its engine.
 *
 * <p><b>Bodies:</b> {@code byte[]} and {@link ByteBuffer} (from position to limit; the buffer's position is not moved)
 * go out as they are ({@code application/data}, {@code binary}), a {@link String} as {@code text/plain} in
 * {@code utf-8}, anything else through the serializer, JSON unless set otherwise.
 *
 * <p><b>Accepted</b> means that {@code publish} returned normally, or {@code tryPublish} returned
 * {@link Offer#ACCEPTED}: from then on the message has exactly one {@link Outcome} to come, within the delivery
 * timeout. Bytes may be reused by the caller at once.
 *
 * <p><b>Waiting:</b> {@code publish} waits for room at most the engine's enqueue timeout, {@code tryPublish} never.
 * On a thread of an engine (a callback) {@code publish} throws {@link IllegalStateException}; {@code tryPublish} is
 * allowed.
 *
 * <p><b>Errors of every form</b>, each meaning that nothing was accepted: {@link InvalidMessageException} (a rule of
 * AMQP or a limit is broken), {@link EncodeException} (the serializer failed); and of {@code publish} also
 * {@link EnqueueTimeoutException}, {@link EngineClosedException} and {@link InterruptedException}.
 */
public interface Producer {

    /** The options that this producer's messages have unless they bring their own. */
    PublishOptions defaults();

    /**
     * Publishes with the producer's options.
     *
     * @param body the body, see above; {@code null} is JSON's null
     * @return what holds the outcome
     * @throws InterruptedException if interrupted while waiting for room; nothing was accepted
     */
    default Receipt publish(@Nullable Object body) throws InterruptedException {
        return publish(body, PublishOptions.none());
    }

    /**
     * Publishes with options laid over the producer's.
     *
     * @param body the body, see above; {@code null} is JSON's null
     * @param options what differs from {@link #defaults()}
     * @return what holds the outcome
     * @throws InterruptedException if interrupted while waiting for room; nothing was accepted
     */
    Receipt publish(@Nullable Object body, PublishOptions options) throws InterruptedException;

    /**
     * Publishes and calls back with the outcome.
     *
     * @param body the body, see above; {@code null} is JSON's null
     * @param options what differs from {@link #defaults()}
     * @param callback called once, on the lane's completion thread
     * @throws InterruptedException if interrupted while waiting for room; nothing was accepted
     */
    void publish(@Nullable Object body, PublishOptions options, PublishCallback callback) throws InterruptedException;

    /**
     * Publishes bytes without allocating anything; the outcome goes to the engine's {@link OutcomeListener}.
     *
     * @param body holds the bytes
     * @param offset index of the first
     * @param length how many
     * @param correlationId handed to the listener; need not be unique
     * @throws InterruptedException if interrupted while waiting for room; nothing was accepted
     */
    void publish(byte[] body, int offset, int length, long correlationId) throws InterruptedException;

    /**
     * As {@link #publish(byte[], int, int, long)}, from a buffer's position to its limit; neither is moved.
     *
     * @param body holds the bytes
     * @param correlationId handed to the listener; need not be unique
     * @throws InterruptedException if interrupted while waiting for room; nothing was accepted
     */
    void publish(ByteBuffer body, long correlationId) throws InterruptedException;

    /**
     * Publishes if there is room right now.
     *
     * @param body the body, see above; {@code null} is JSON's null
     * @param options what differs from {@link #defaults()}
     * @param callback called once if the answer is {@link Offer#ACCEPTED}, never otherwise
     * @return whether the message was accepted, and if not, why not
     */
    Offer tryPublish(@Nullable Object body, PublishOptions options, PublishCallback callback);

    /**
     * As {@link #publish(byte[], int, int, long)}, if there is room right now.
     *
     * @param body holds the bytes
     * @param offset index of the first
     * @param length how many
     * @param correlationId handed to the listener if the answer is {@link Offer#ACCEPTED}
     * @return whether the message was accepted, and if not, why not
     */
    Offer tryPublish(byte[] body, int offset, int length, long correlationId);

    /**
     * As {@link #publish(ByteBuffer, long)}, if there is room right now.
     *
     * @param body holds the bytes
     * @param correlationId handed to the listener if the answer is {@link Offer#ACCEPTED}
     * @return whether the message was accepted, and if not, why not
     */
    Offer tryPublish(ByteBuffer body, long correlationId);
}
