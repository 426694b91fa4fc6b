package dev.ringpost.bench.engine;

import dev.ringpost.BrokerUri;
import dev.ringpost.EngineSettings;
import dev.ringpost.FrameEncoding;
import dev.ringpost.PublishOptions;
import dev.ringpost.bench.contestant.Contestant;
import dev.ringpost.bench.contestant.ContestantMain;
import dev.ringpost.bench.contestant.ContestantOptions;
import dev.ringpost.bench.peer.ConfirmWindow;
import dev.ringpost.bench.wire.BenchMessage;
import dev.ringpost.tls.Tls;
import dev.ringpost.wire.LinkListener;
import dev.ringpost.wire.LinkLoss;
import dev.ringpost.wire.LinkOpener;
import dev.ringpost.wire.PinnedChannel;
import dev.ringpost.wire.RouteEncoder;
import dev.ringpost.wire.RouteSpec;
import dev.ringpost.wire.RouteTemplate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A publisher without the ring, on the same wire path as the engine's: callers put a message object into an
 * {@code ArrayBlockingQueue}, one thread drains it, frames what it got into one buffer by the engine's templates, writes
 * that at once and keeps the unconfirmed ones in an array. Not the engine with another queue: it has no deadlines, retries
 * or reconnects, and may have two windows under way, one in the queue and one on the wire, all in its favour; its window
 * costs a semaphore and some volatile writes for each message, and it allocates an object and a copy of the body for each,
 * which is against it.
 *
 * <p>Threads: one calling, one draining, the connection's for acks.
 */
public final class QueuePublish implements Contestant {
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int HEARTBEAT_S = 60;
    private static final int DRAIN_MESSAGES = 1_024;
    private static final long PATIENCE_S = 60;

    private final Thread drainer = new Thread(this::drain, "queue-drainer");
    private BlockingQueue<Message> queue = new ArrayBlockingQueue<>(1);
    private ConfirmWindow window = new ConfirmWindow(1, tag -> {});
    private RouteTemplate route = new RouteEncoder()
            .encode(RouteSpec.plain(
                    PublishOptions.builder()
                            .routingKey(BenchMessage.ROUTING_KEY)
                            .build(),
                    BenchMessage.CONTENT_TYPE,
                    BenchMessage.CONTENT_ENCODING,
                    true));
    private byte[] body = new byte[0];
    private @Nullable PinnedChannel channel;
    private volatile @Nullable Throwable failure;

    /** What callers put in; immutable. */
    private static final class Message {
        private final RouteTemplate route;
        private final byte[] body;
        private final long correlationId;

        private Message(RouteTemplate route, byte[] body, long correlationId) {
            this.route = route;
            this.body = body;
            this.correlationId = correlationId;
        }
    }

    private QueuePublish() {}

    /** Takes the options of every contestant. */
    public static void main(String[] args) {
        ContestantMain.run(QueuePublish::new, args);
    }

    @Override
    public String name() {
        return "ArrayBlockingQueue variant";
    }

    @Override
    public void open(ContestantOptions options) {
        LinkOpener opener = new LinkOpener(
                new LinkOpener.Settings(
                        "ringpost-bench",
                        CONNECT_TIMEOUT_MS,
                        HEARTBEAT_S,
                        FrameEncoding.AUTO,
                        new EngineSettings.Connecting(Tls.systemTrust(), false, false),
                        null),
                Thread::new);
        queue = new ArrayBlockingQueue<>(options.windowMessages());
        window = new ConfirmWindow(options.windowMessages(), tag -> {});
        body = BenchMessage.body(options.bodyBytes());
        channel = opener.open(BrokerUri.parse(options.uri().toString()), new Answers());
        drainer.setDaemon(true);
        drainer.start();
    }

    @Override
    public void publish(long messageCount) throws InterruptedException, IOException, TimeoutException {
        long wanted = window.confirmedCount() + messageCount;
        for (long i = 0; i < messageCount; i++) {
            // As the engine does: the caller may use the array again as soon as the call is back.
            Message message = new Message(route, body.clone(), i);
            while (!queue.offer(message, 1, TimeUnit.SECONDS)) {
                throwFailure();
            }
        }
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (window.confirmedCount() < wanted) {
            throwFailure();
            if (System.nanoTime() - deadlineNs > 0) {
                throw new TimeoutException("messages unconfirmed for " + PATIENCE_S + " s");
            }
            Thread.sleep(1);
        }
        window.awaitAllConfirmed();
    }

    private void throwFailure() throws IOException {
        Throwable seen = failure;
        if (seen != null) {
            throw new IOException("publishing ended: " + seen.getMessage(), seen);
        }
    }

    private void drain() {
        List<Message> drained = new ArrayList<>(DRAIN_MESSAGES);
        PinnedChannel out = channel;
        if (out == null) {
            throw new IllegalStateException("not open");
        }
        try {
            long lastTag = 0;
            while (true) {
                if (queue.drainTo(drained, DRAIN_MESSAGES) == 0) {
                    drained.add(queue.take());
                }
                for (Message message : drained) {
                    send(out, message, ++lastTag);
                }
                drained.clear();
                flushIfAny(out);
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            // The end of the run.
        }
    }

    private static void flushIfAny(PinnedChannel out) throws IOException {
        if (out.batchCount() > 0) {
            out.flush();
        }
    }

    private void send(PinnedChannel out, Message message, long tag) throws IOException, InterruptedException {
        if (!window.tryRegister(tag, message.body)) {
            flushIfAny(out); // what is awaited must have been sent
            window.register(tag, message.body);
        }
        byte[] bytes = message.body;
        if (!out.add(message.route, bytes, 0, bytes.length, tag, message.correlationId)) {
            out.flush();
            if (!out.add(message.route, bytes, 0, bytes.length, tag, message.correlationId)) {
                throw new IOException("a message of " + bytes.length + " bytes fits no batch");
            }
        }
    }

    @Override
    public long confirmedCount() {
        return window.confirmedCount();
    }

    @Override
    public String verified() {
        return "each message confirmed exactly once by its own place in the window, no nack";
    }

    @Override
    public void close() {
        drainer.interrupt();
        PinnedChannel opened = channel;
        if (opened != null) {
            opened.close(CONNECT_TIMEOUT_MS);
        }
    }

    /** On the connection's thread. */
    private final class Answers implements LinkListener {
        @Override
        public void onConfirm(long deliveryTag, boolean multiple, boolean acknowledged) {
            if (acknowledged) {
                window.handleAck(deliveryTag, multiple);
            } else {
                window.handleNack(deliveryTag, multiple);
            }
        }

        @Override
        public void onReturn(long deliveryTag) {
            failure = new IOException("message " + deliveryTag + " came back");
        }

        @Override
        public void onBlocked(String reason) {
            // It reads nothing more, and the write waits.
        }

        @Override
        public void onUnblocked() {
            // It reads on.
        }

        @Override
        public void onLost(LinkLoss loss) {
            failure = new IOException(loss.text());
        }
    }
}
