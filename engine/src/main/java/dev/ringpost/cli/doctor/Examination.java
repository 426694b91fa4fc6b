package dev.ringpost.cli.doctor;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.LongString;
import dev.ringpost.BrokerUri;
import dev.ringpost.EngineSettings;
import dev.ringpost.cli.base.Ticker;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the checks of one broker share: the connection they use, where they tell what they found, and what one found that
 * another needs.
 *
 * <p><b>Threads:</b> the check that runs; the connection's I/O thread tells of alarms.
 */
final class Examination {

    private final BrokerUri uri;
    private final EngineSettings settings;
    private final Connection connection;
    private final Ticker clock;
    private final Consumer<? super Finding> listener;
    private final CountDownLatch blocked = new CountDownLatch(1);
    private volatile @Nullable String blockedReason;
    private volatile @Nullable String queue;

    Examination(
            BrokerUri uri,
            EngineSettings settings,
            Connection connection,
            Ticker clock,
            Consumer<? super Finding> listener) {
        this.uri = uri;
        this.settings = settings;
        this.connection = connection;
        this.clock = clock;
        this.listener = listener;
        connection.addBlockedListener(
                reason -> {
                    blockedReason = reason;
                    blocked.countDown();
                },
                () -> blockedReason = null);
    }

    BrokerUri uri() {
        return uri;
    }

    EngineSettings settings() {
        return settings;
    }

    Connection connection() {
        return connection;
    }

    Ticker clock() {
        return clock;
    }

    /** How long one answer of the broker may take. */
    long answerTimeoutMs() {
        return settings.timeouts().connect().toMillis();
    }

    /** The queue made for these checks, or {@code null} if the broker refused it. */
    @Nullable
    String queue() {
        return queue;
    }

    /** Told by the check that made the queue. */
    void queueIs(String name) {
        queue = name;
    }

    /** Why the broker blocks publishers, or {@code null} if it does not; waits a moment for it to say so. */
    @Nullable
    String awaitBlocked(long timeoutMs) throws InterruptedException {
        return blocked.await(timeoutMs, TimeUnit.MILLISECONDS) ? blockedReason : null;
    }

    boolean isBlocked() {
        return blockedReason != null;
    }

    boolean isRabbit() {
        return "RabbitMQ".equals(property("product"));
    }

    /** A property of the server's, or the empty text. */
    String property(String name) {
        Object value = connection.getServerProperties().get(name);
        return value instanceof LongString || value instanceof String ? value.toString() : "";
    }

    /** Whether the server says that it can do something. */
    boolean isCapable(String capability) {
        return connection.getServerProperties().get("capabilities") instanceof Map<?, ?> all
                && Boolean.TRUE.equals(all.get(capability));
    }

    void ok(String what, String value) {
        listener.accept(new Finding(Finding.Status.OK, what, value, null));
    }

    void warn(String what, String value, String advice) {
        listener.accept(new Finding(Finding.Status.WARN, what, value, advice));
    }

    void fail(String what, String value, String advice) {
        listener.accept(new Finding(Finding.Status.FAIL, what, value, advice));
    }

    void skip(String what, String why, @Nullable String advice) {
        listener.accept(new Finding(Finding.Status.SKIP, what, why, advice));
    }
}
