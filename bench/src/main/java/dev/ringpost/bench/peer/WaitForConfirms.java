package dev.ringpost.bench.peer;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.ringpost.bench.contestant.Contestant;
import dev.ringpost.bench.contestant.ContestantMain;
import dev.ringpost.bench.contestant.ContestantOptions;
import dev.ringpost.bench.wire.BenchMessage;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * amqp-client's {@code basicPublish} and, after every so many messages, {@code waitForConfirmsOrDie}: the first two ways of
 * RabbitMQ's tutorial on publisher confirms. First argument is how many; with 1 each message is waited for. The options'
 * window is not used: it is that number.
 */
public final class WaitForConfirms implements Contestant {
    private static final long CONFIRM_TIMEOUT_MS = 30_000;

    private final int batchMessages;
    private final AMQP.BasicProperties properties = BenchMessage.properties();
    private @Nullable Connection connection;
    private @Nullable Channel channel;
    private byte[] body = new byte[0];
    private long confirmedCount;

    private WaitForConfirms(int batchMessages) {
        this.batchMessages = batchMessages;
    }

    /** Takes the number of messages that are waited for together, then the options of every contestant. */
    public static void main(String[] args) {
        int batchMessages = Integer.parseInt(args[0]);
        ContestantMain.run(() -> new WaitForConfirms(batchMessages), Arrays.copyOfRange(args, 1, args.length));
    }

    @Override
    public String name() {
        return "amqp-client " + (batchMessages == 1 ? "individual" : "batch-" + batchMessages);
    }

    @Override
    public void open(ContestantOptions options) throws Exception {
        Connection opened = ClientFactory.of(options).newConnection("ringpost-bench");
        connection = opened;
        channel = opened.createChannel();
        channel.confirmSelect();
        body = BenchMessage.body(options.bodyBytes());
    }

    @Override
    public void publish(long messageCount) throws IOException, InterruptedException, TimeoutException {
        Channel target = channel;
        if (target == null) {
            throw new IllegalStateException("not open");
        }
        long sentCount = 0;
        while (sentCount < messageCount) {
            long next = Math.min(batchMessages, messageCount - sentCount);
            for (long i = 0; i < next; i++) {
                target.basicPublish(BenchMessage.EXCHANGE, BenchMessage.ROUTING_KEY, properties, body);
            }
            target.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MS);
            sentCount += next;
            confirmedCount += next;
        }
    }

    @Override
    public long confirmedCount() {
        return confirmedCount;
    }

    @Override
    public String verified() {
        return "waitForConfirmsOrDie returned for each batch, as amqp-client counts acks";
    }

    @Override
    public void close() throws IOException {
        Connection opened = connection;
        if (opened != null) {
            opened.close();
        }
    }
}
