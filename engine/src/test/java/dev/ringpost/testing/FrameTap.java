package dev.ringpost.testing;

import com.rabbitmq.client.Method;
import dev.ringpost.testing.TcpProxy.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TcpProxy} that understands what the engine sends: which methods, in which order, with which content. What the
 * broker has answered, the tap has seen before. Heartbeats and the methods of the handshake are left out, except
 * {@code connection.open}.
 *
 * <p><b>Threads.</b> Methods may be called from any thread.
 */
public final class FrameTap implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> HANDSHAKE =
            List.of("connection.start-ok", "connection.tune-ok", "connection.secure-ok");

    private final TcpProxy proxy;
    private final List<Sent> sent = new ArrayList<>(); // guarded by itself
    private final List<Accepted> accepted = new ArrayList<>(); // guarded by sent, too

    /**
     * A method that the engine sent, with its content if it has one.
     *
     * @param connection the connection it came on; the first one is number 1
     * @param channel the channel's number
     * @param method as amqp-client decodes it
     * @param content for {@code basic.publish}
     */
    public record Sent(
            int connection,
            int channel,
            Method method,
            @Nullable SentContent content) {

        /** Class and method, as in {@code basic.publish}. */
        public String name() {
            return method.protocolMethodName();
        }
    }

    /**
     * A connection that was accepted, or refused.
     *
     * @param connection its number
     * @param atNs when, by {@link System#nanoTime()}
     */
    public record Accepted(int connection, long atNs) {}

    private FrameTap(int targetPort) {
        Map<Integer, FrameReader> readers = new ConcurrentHashMap<>();
        proxy = TcpProxy.to(targetPort, new ProxyWitness() {
            @Override
            public void onAccepted(int connection) {
                synchronized (sent) {
                    accepted.add(new Accepted(connection, System.nanoTime()));
                }
            }

            @Override
            public void onBytes(int connection, Direction direction, byte[] bytes, int length) {
                if (direction == Direction.TO_BROKER) {
                    readers.computeIfAbsent(connection, each -> new FrameReader(each, FrameTap.this::add))
                            .read(bytes, length);
                }
            }
        });
    }

    /** A tap before a broker's port on 127.0.0.1. */
    public static FrameTap to(int targetPort) {
        return new FrameTap(targetPort);
    }

    private void add(Sent each) {
        if (!HANDSHAKE.contains(each.name())) {
            synchronized (sent) {
                sent.add(each);
            }
        }
    }

    /** The proxy, for faults. */
    public TcpProxy proxy() {
        return proxy;
    }

    /** Where the engine connects to. */
    public String uri() {
        return proxy.uri();
    }

    /** All that was sent since {@link #forget()}, in the order in which it went to the broker. */
    public List<Sent> sent() {
        synchronized (sent) {
            return List.copyOf(sent);
        }
    }

    /** What was sent of these methods, such as {@code queue.declare}. */
    public List<Sent> sent(String... names) {
        List<String> wanted = Arrays.asList(names);
        return sent().stream().filter(each -> wanted.contains(each.name())).toList();
    }

    /** The methods of one kind, as amqp-client decodes them. */
    public <T> List<T> methods(Class<T> kind) {
        return sent().stream()
                .map(Sent::method)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** The contents of all published messages. */
    public List<SentContent> contents() {
        List<SentContent> contents = new ArrayList<>();
        for (Sent each : sent()) {
            SentContent content = each.content();
            if (content != null) {
                contents.add(content);
            }
        }
        return contents;
    }

    /** Waits until as many messages were published. */
    public void awaitPublished(int count) throws Exception {
        Await.until(
                count + " messages passed the tap", PATIENCE, () -> contents().size() >= count);
    }

    /** Connections accepted or refused so far, in order. */
    public List<Accepted> accepted() {
        synchronized (sent) {
            return List.copyOf(accepted);
        }
    }

    /** Forgets what was sent so far. */
    public void forget() {
        synchronized (sent) {
            sent.clear();
        }
    }

    @Override
    public void close() {
        proxy.close();
    }
}
