package dev.ringpost.bench.rabbit;

import com.rabbitmq.stream.Address;
import com.rabbitmq.stream.Environment;
import com.rabbitmq.stream.OffsetSpecification;
import com.rabbitmq.stream.codec.SimpleCodec;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The end of a stream, read by the stream client. */
final class StreamTail {
    private static final long NOTHING_READ = -1;
    private static final long POLL_MS = 20;

    private StreamTail() {}

    /**
     * The offset of the last message, read from the last chunk on until it is the expected one or the timeout has passed; -1
     * if there is none.
     */
    static long awaitLastOffset(int streamPort, String stream, long expected, long timeoutS)
            throws InterruptedException {
        AtomicLong last = new AtomicLong(NOTHING_READ);
        try (Environment environment = Environment.builder()
                .host("127.0.0.1")
                .port(streamPort)
                .codec(new SimpleCodec()) // what is in the messages does not matter
                .addressResolver(advertised -> new Address("127.0.0.1", streamPort))
                .build()) {
            environment.consumerBuilder().stream(stream)
                    .offset(OffsetSpecification.last())
                    .messageHandler((context, message) -> last.set(context.offset()))
                    .build();
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutS);
            while (last.get() < expected && System.nanoTime() - deadlineNs < 0) {
                Thread.sleep(POLL_MS);
            }
            Thread.sleep(POLL_MS); // for what came after it
            return last.get();
        }
    }
}
