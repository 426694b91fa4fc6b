package dev.ringpost.bench.peer;

import dev.ringpost.bench.contestant.ContestantMain;
import dev.ringpost.bench.wire.BenchMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Spring's {@code RabbitTemplate} with correlated publisher confirms: one {@code CorrelationData} with its future for each
 * message. All are sent in one {@code invoke}, which keeps to one channel: outside of it, Spring takes another channel for each
 * message as long as the last one's confirms are not all there, and publishes much more slowly.
 */
public final class SpringCorrelated extends SpringContestant {
    private AckCount window = new AckCount(1);
    private @Nullable RabbitTemplate template;
    private long lastId;

    private SpringCorrelated() {
        super(ConfirmType.CORRELATED);
    }

    /** Takes the options of every contestant. */
    public static void main(String[] args) {
        ContestantMain.run(SpringCorrelated::new, args);
    }

    @Override
    public String name() {
        return "Spring correlated";
    }

    @Override
    void open(CachingConnectionFactory connections, int windowMessages) {
        window = new AckCount(windowMessages);
        template = new RabbitTemplate(connections);
    }

    @Override
    public void publish(long messageCount) throws InterruptedException, TimeoutException {
        RabbitTemplate target = template;
        if (target == null) {
            throw new IllegalStateException("not open");
        }
        target.<Boolean>invoke(operations -> send(() -> sendAll(operations, messageCount)));
        window.awaitAll();
    }

    private void sendAll(RabbitOperations operations, long messageCount) throws InterruptedException, TimeoutException {
        for (long i = 0; i < messageCount; i++) {
            window.enter();
            CorrelationData correlation = new CorrelationData(Long.toString(++lastId));
            CompletableFuture<Void> unused =
                    correlation.getFuture().thenAccept(confirm -> window.onAnswer(confirm.ack()));
            operations.send(BenchMessage.EXCHANGE, BenchMessage.ROUTING_KEY, newMessage(), correlation);
        }
    }

    @Override
    public long confirmedCount() {
        return window.confirmedCount();
    }

    @Override
    public String verified() {
        return "each message's future completed with an ack";
    }
}
