package dev.ringpost.bench.peer;

import com.rabbitmq.client.AMQP;
import dev.ringpost.bench.contestant.Contestant;
import dev.ringpost.bench.contestant.ContestantMain;
import dev.ringpost.bench.contestant.ContestantOptions;
import dev.ringpost.bench.wire.BenchMessage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.rabbitmq.RabbitMQClient;
import io.vertx.rabbitmq.RabbitMQOptions;
import io.vertx.rabbitmq.RabbitMQPublisher;
import io.vertx.rabbitmq.RabbitMQPublisherOptions;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The RabbitMQ client of Vert.x with its publisher, which tells by message id what was confirmed. One publishing thread, no
 * verticle; the client's own context does the rest.
 *
 * <p>It may tell of a message before that is sent, if an ack of many comes in between. So a message counts once it was told
 * of and its send has succeeded.
 */
public final class VertxPublish implements Contestant {
    private static final long PATIENCE_S = 30;

    private final Vertx vertx = Vertx.vertx();
    private AckCount sends = new AckCount(1);
    private AckCount window = new AckCount(1);
    private @Nullable RabbitMQClient client;
    private @Nullable RabbitMQPublisher publisher;
    private Buffer body = Buffer.buffer();
    private long lastId;

    private VertxPublish() {}

    /** Takes the options of every contestant. */
    public static void main(String[] args) {
        ContestantMain.run(VertxPublish::new, args);
    }

    @Override
    public String name() {
        return "Vert.x publisher";
    }

    @Override
    public void open(ContestantOptions options) throws Exception {
        AckCount confirms = new AckCount(options.windowMessages());
        window = confirms;
        sends = new AckCount(options.windowMessages());
        body = Buffer.buffer(BenchMessage.body(options.bodyBytes()));
        RabbitMQClient opened = RabbitMQClient.create(
                vertx,
                new RabbitMQOptions()
                        .setHost(options.uri().getHost())
                        .setPort(options.uri().getPort()));
        client = opened;
        await(opened.start());
        await(opened.confirmSelect());
        RabbitMQPublisher made = RabbitMQPublisher.create(vertx, opened, new RabbitMQPublisherOptions());
        publisher = made;
        await(made.start());
        made.getConfirmationStream().handler(confirmation -> confirms.onAnswer(confirmation.isSucceeded()));
    }

    @Override
    public void publish(long messageCount) throws InterruptedException, TimeoutException {
        RabbitMQPublisher target = publisher;
        if (target == null) {
            throw new IllegalStateException("not open");
        }
        AMQP.BasicProperties.Builder properties = BenchMessage.properties().builder();
        for (long i = 0; i < messageCount; i++) {
            window.enter();
            sends.enter();
            target.publish(
                            BenchMessage.EXCHANGE,
                            BenchMessage.ROUTING_KEY,
                            properties.messageId(Long.toString(++lastId)).build(),
                            body)
                    .onComplete(sent -> sends.onAnswer(sent.succeeded()));
        }
        sends.awaitAll();
        window.awaitAll();
    }

    private static void await(Future<?> future) throws IOException, InterruptedException, TimeoutException {
        try {
            future.toCompletionStage().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("Vert.x: " + e.getCause(), e);
        }
    }

    @Override
    public long confirmedCount() {
        return window.confirmedCount();
    }

    @Override
    public String verified() {
        return "the publisher's stream told of as many confirmed messages as were sent, and of none that failed";
    }

    @Override
    public void close() throws IOException {
        try {
            RabbitMQClient opened = client;
            if (opened != null) {
                await(opened.stop());
            }
            await(vertx.close());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            throw new IOException("Vert.x does not end", e);
        }
    }
}
