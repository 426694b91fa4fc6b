package dev.ringpost.bench.peer;

import dev.ringpost.bench.contestant.ContestantMain;
import dev.ringpost.bench.wire.BenchMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Spring's {@code RabbitTemplate} with simple confirms: {@code invoke} with 100 messages and {@code waitForConfirmsOrDie} at
 * its end. The options' window is not used: it is that number.
 */
public final class SpringInvoke extends SpringContestant {
    private static final int BATCH_MESSAGES = 100;
    private static final long CONFIRM_TIMEOUT_MS = 30_000;

    private @Nullable RabbitTemplate template;
    private long confirmedCount;

    private SpringInvoke() {
        super(ConfirmType.SIMPLE);
    }

    /** Takes the options of every contestant. */
    public static void main(String[] args) {
        ContestantMain.run(SpringInvoke::new, args);
    }

    @Override
    public String name() {
        return "Spring invoke, waitForConfirms per " + BATCH_MESSAGES;
    }

    @Override
    void open(CachingConnectionFactory connections, int windowMessages) {
        template = new RabbitTemplate(connections);
    }

    @Override
    public void publish(long messageCount) {
        RabbitTemplate target = template;
        if (target == null) {
            throw new IllegalStateException("not open");
        }
        long sentCount = 0;
        while (sentCount < messageCount) {
            int next = (int) Math.min(BATCH_MESSAGES, messageCount - sentCount);
            target.<Boolean>invoke(operations -> sendAll(operations, next));
            sentCount += next;
            confirmedCount += next;
        }
    }

    private boolean sendAll(RabbitOperations operations, int messageCount) {
        for (int i = 0; i < messageCount; i++) {
            operations.send(BenchMessage.EXCHANGE, BenchMessage.ROUTING_KEY, newMessage());
        }
        operations.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MS);
        return true;
    }

    @Override
    public long confirmedCount() {
        return confirmedCount;
    }

    @Override
    public String verified() {
        return "waitForConfirmsOrDie returned for each batch, as amqp-client counts acks";
    }
}
