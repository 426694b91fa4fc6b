package dev.ringpost.bench.peer;

import dev.ringpost.bench.contestant.ContestantMain;
import dev.ringpost.bench.contestant.Packing;
import dev.ringpost.bench.wire.BenchMessage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.batch.SimpleBatchingStrategy;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.core.BatchingRabbitTemplate;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Spring's {@code BatchingRabbitTemplate}: 100 records in an AMQP message, in its length-header form. It has no confirms for
 * single records, and none by {@code CorrelationData}, with which it does not batch: its confirm callback hears of AMQP
 * messages. The options' window is kept in whole ones.
 */
public final class SpringBatching extends SpringContestant {
    private static final int BATCH_RECORDS = 100;
    private static final int BUFFER_BYTES = 1024 * 1024;

    /** Each send plans the end of its batch anew, and what it planned before stays in the scheduler for that long. */
    private static final long LINGER_MS = 1_000;

    private AckCount window = new AckCount(1);
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private @Nullable BatchingRabbitTemplate template;
    private long sentRecords;

    private SpringBatching() {
        super(ConfirmType.CORRELATED);
    }

    /** Takes the options of every contestant. */
    public static void main(String[] args) {
        ContestantMain.run(SpringBatching::new, args);
    }

    @Override
    public String name() {
        return "Spring BatchingRabbitTemplate";
    }

    @Override
    void open(CachingConnectionFactory connections, int windowMessages) {
        AckCount batches = new AckCount(Math.max(1, windowMessages / BATCH_RECORDS));
        window = batches;
        scheduler.initialize();
        BatchingRabbitTemplate made = new BatchingRabbitTemplate(
                connections, new SimpleBatchingStrategy(BATCH_RECORDS, BUFFER_BYTES, LINGER_MS), scheduler);
        made.setConfirmCallback((correlation, ack, cause) -> batches.onAnswer(ack));
        template = made;
    }

    @Override
    public void publish(long messageCount) throws InterruptedException, TimeoutException {
        BatchingRabbitTemplate target = template;
        if (target == null) {
            throw new IllegalStateException("not open");
        }
        // On one channel: by itself the template puts one aside that has confirms open, and takes another.
        target.<Boolean>invoke(operations -> send(() -> sendAll(target, messageCount)));
        window.awaitAll();
        sentRecords += messageCount;
    }

    private void sendAll(BatchingRabbitTemplate target, long messageCount)
            throws InterruptedException, TimeoutException {
        for (long i = 0; i < messageCount; i++) {
            if (i % BATCH_RECORDS == 0) {
                window.enter();
            }
            target.send(BenchMessage.EXCHANGE, BenchMessage.ROUTING_KEY, newMessage(), null);
        }
        target.flush();
    }

    /** Records that were sent, once all the messages with them are confirmed. */
    @Override
    public long confirmedCount() {
        return sentRecords;
    }

    @Override
    public Packing packing() {
        return new Packing(window.confirmedCount(), window.confirmedCount(), 0, 1);
    }

    @Override
    public String verified() {
        return "the confirm callback heard an ack for each AMQP message of up to " + BATCH_RECORDS
                + " records; there are no confirms for records";
    }

    @Override
    public void close() throws java.io.IOException {
        super.close();
        scheduler.destroy();
    }
}
