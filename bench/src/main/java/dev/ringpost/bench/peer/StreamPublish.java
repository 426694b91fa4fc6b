package dev.ringpost.bench.peer;

import com.rabbitmq.stream.Address;
import com.rabbitmq.stream.ConfirmationHandler;
import com.rabbitmq.stream.ConfirmationStatus;
import com.rabbitmq.stream.Environment;
import com.rabbitmq.stream.Producer;
import dev.ringpost.bench.contestant.Contestant;
import dev.ringpost.bench.contestant.ContestantMain;
import dev.ringpost.bench.contestant.ContestantOptions;
import dev.ringpost.bench.contestant.Packing;
import dev.ringpost.bench.wire.BenchMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * RabbitMQ's own client for the stream protocol, on the stream port: one publishing thread, one producer, its default
 * codec and batch size, no compression. First argument is its sub-entry size: that many records share an entry, with 1 each
 * is an entry.
 */
public final class StreamPublish implements Contestant {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LOOPBACK = "127.0.0.1";

    private final int subEntryRecords;
    private final AtomicLong confirmedCount = new AtomicLong();
    private final AtomicLong otherCount = new AtomicLong();
    private final ConfirmationHandler handler = this::count;
    private @Nullable Environment environment;
    private @Nullable Producer producer;
    private byte[] body = new byte[0];

    private StreamPublish(int subEntryRecords) {
        this.subEntryRecords = subEntryRecords;
    }

    /** Takes the sub-entry size, then the options of every contestant; the port is that of the stream protocol. */
    public static void main(String[] args) {
        int subEntryRecords = Integer.parseInt(args[0]);
        ContestantMain.run(() -> new StreamPublish(subEntryRecords), Arrays.copyOfRange(args, 1, args.length));
    }

    @Override
    public String name() {
        return "stream-client sub-entry " + subEntryRecords;
    }

    @Override
    public void open(ContestantOptions options) {
        int port = options.uri().getPort();
        Environment opened = Environment.builder()
                .host(LOOPBACK)
                .port(port)
                // The node may advertise a name that does not lead to loopback.
                .addressResolver(advertised -> new Address(LOOPBACK, port))
                .build();
        environment = opened;
        producer = opened.producerBuilder().stream(BenchMessage.ROUTING_KEY)
                .subEntrySize(subEntryRecords)
                .maxUnconfirmedMessages(options.windowMessages())
                .build();
        body = BenchMessage.body(options.bodyBytes());
    }

    private void count(ConfirmationStatus status) {
        (status.isConfirmed() ? confirmedCount : otherCount).incrementAndGet();
    }

    @Override
    public void publish(long messageCount) throws InterruptedException, TimeoutException {
        Producer out = producer;
        if (out == null) {
            throw new IllegalStateException("not open");
        }
        long wanted = confirmedCount.get() + messageCount;
        for (long i = 0; i < messageCount; i++) {
            out.send(out.messageBuilder().addData(body).build(), handler);
        }
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (confirmedCount.get() < wanted) {
            if (otherCount.get() > 0) {
                throw new IllegalStateException(otherCount.get() + " records not confirmed");
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw new TimeoutException("records unconfirmed for " + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(1);
        }
    }

    @Override
    public long confirmedCount() {
        return confirmedCount.get();
    }

    /** Entries are not counted by the client; an incomplete one is sent only when there is nothing else to send. */
    @Override
    public Packing packing() {
        long records = confirmedCount.get();
        return new Packing((records + subEntryRecords - 1) / subEntryRecords, records, 0, 1);
    }

    @Override
    public String verified() {
        return "each record confirmed by its own call of the confirmation handler, none failed; entries are calculated";
    }

    @Override
    public void close() {
        Environment opened = environment;
        if (opened != null) {
            opened.close();
        }
    }
}
