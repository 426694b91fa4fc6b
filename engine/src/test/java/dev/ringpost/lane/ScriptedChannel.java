package dev.ringpost.lane;

import dev.ringpost.topology.ScriptedControl;
import dev.ringpost.wire.PinnedChannel;
import dev.ringpost.wire.RouteTemplate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A connection that does what the test says. Bodies are copied at {@link #flush()} only, as the real one writes them
 * then, so a body that changed too early shows.
 */
final class ScriptedChannel implements PinnedChannel {

    private final List<Pending> pending = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private final ScriptedControl control = new ScriptedControl();
    private int batchLimit = Integer.MAX_VALUE;
    private int frameMaxBytes;
    private int failAfterMessages = Integer.MAX_VALUE;
    private int flushCount;
    private volatile boolean cut;
    private @Nullable CountDownLatch stuck;
    private Runnable whenAdded = () -> {};
    private Runnable whenFlushed = () -> {};

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Pending(RouteTemplate route, byte[] body, int offset, int length, long tag, long messageNumber) {}

    /** A message that reached the broker. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Sent(long tag, RouteTemplate route, byte[] body, int batch, long messageNumber) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** Of its length-prefixed records, or of the message if it has none. */
        List<String> texts() {
            if (route.packing() == null) {
                return List.of(text());
            }
            List<String> texts = new ArrayList<>();
            ByteBuffer rest = ByteBuffer.wrap(body);
            while (rest.hasRemaining()) {
                byte[] record = new byte[rest.getInt()];
                rest.get(record);
                texts.add(new String(record, StandardCharsets.UTF_8));
            }
            return texts;
        }
    }

    /** Takes at most that many messages in a batch. */
    ScriptedChannel batchLimit(int messages) {
        batchLimit = messages;
        return this;
    }

    /** Has this frame_max. */
    ScriptedChannel frameMaxBytes(int bytes) {
        frameMaxBytes = bytes;
        return this;
    }

    /** Fails the write in which one more than that many messages would have arrived; the rest of it is gone. */
    void failAfterMessages(int messages) {
        failAfterMessages = messages;
    }

    /** Runs something each time a message was added to the batch. */
    void whenAdded(Runnable action) {
        whenAdded = action;
    }

    /** Runs something in each write. */
    void whenFlushed(Runnable action) {
        whenFlushed = action;
    }

    /** Keeps the next writes from returning until cut or released. */
    void stick() {
        stuck = new CountDownLatch(1);
    }

    boolean isCut() {
        return cut;
    }

    int flushCount() {
        return flushCount;
    }

    List<Sent> sent() {
        return sent;
    }

    List<String> texts() {
        return sent.stream().map(Sent::text).toList();
    }

    @Override
    public int frameMaxBytes() {
        return frameMaxBytes;
    }

    @Override
    public String user() {
        return "tester";
    }

    @Override
    public String address() {
        return "scripted:5672";
    }

    @Override
    public ScriptedControl control() {
        return control;
    }

    @Override
    public boolean add(RouteTemplate route, byte[] body, int offset, int length, long deliveryTag, long messageNumber) {
        if (pending.size() == batchLimit) {
            return false;
        }
        pending.add(new Pending(route, body, offset, length, deliveryTag, messageNumber));
        whenAdded.run();
        return true;
    }

    @Override
    public int batchCount() {
        return pending.size();
    }

    @Override
    public long batchBytes() {
        return pending.stream().mapToLong(Pending::length).sum();
    }

    @Override
    public void flush() throws IOException {
        flushCount++;
        try {
            whenFlushed.run();
            CountDownLatch latch = stuck;
            if (latch != null) {
                awaitCut(latch);
            }
            for (Pending one : pending) {
                if (cut || sent.size() >= failAfterMessages) {
                    throw new IOException("scripted: connection reset");
                }
                byte[] body = Arrays.copyOfRange(one.body, one.offset, one.offset + one.length);
                sent.add(new Sent(one.tag, one.route, body, flushCount, one.messageNumber));
            }
        } finally {
            pending.clear();
        }
    }

    private static void awaitCut(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void cut() {
        cut = true;
        CountDownLatch latch = stuck;
        if (latch != null) {
            latch.countDown();
        }
    }

    @Override
    public void close(long timeoutMs) {
        cut();
    }
}
