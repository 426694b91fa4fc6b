package dev.ringpost.faults.wire;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.impl.AMQImpl;
import dev.ringpost.testing.Await;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The broker's side of one connection.
 *
 * <p><b>Threads.</b> {@link #run} is its own; what it says may be said by any thread, whole frames at a time.
 */
final class Peer {

    /** The channel that messages come on. */
    static final int PINNED = 1;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PROTOCOL_HEADER_BYTES = 8;
    private static final int BODY_SIZE_AT = 4; // in a header frame's payload

    private final Socket socket;
    private final Script script;
    private final Handshake handshake;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final List<String> methods = new CopyOnWriteArrayList<>();
    private final Set<Long> acked = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;
    private volatile boolean closing;
    private volatile @Nullable Throwable fault;
    private volatile @Nullable CountDownLatch readingPaused;

    // A message whose frames have not all come; the reading thread's.
    private AMQP.Basic.@Nullable Publish publish;
    private byte[] header = new byte[0];
    private ByteBuffer body = ByteBuffer.allocate(0);

    /**
     * A message as it came.
     *
     * @param tag its number on this connection, from 1 on
     * @param header payload of the header frame
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Message(long tag, String exchange, String routingKey, byte[] header, byte[] body) {

        /** Its number in the {@link dev.ringpost.testing.Ledger}. */
        int id() {
            return ByteBuffer.wrap(body).getInt(Integer.BYTES);
        }
    }

    Peer(Socket socket, Script script) {
        this.socket = socket;
        this.script = script;
        this.handshake = new Handshake(this, script);
    }

    void run() {
        try {
            InputStream raw = socket.getInputStream();
            DataInputStream in = new DataInputStream(script.oneByteAtATime() ? raw : new BufferedInputStream(raw));
            in.readFully(new byte[PROTOCOL_HEADER_BYTES]);
            handshake.begin();
            while (true) {
                readFrame(in);
                CountDownLatch paused = readingPaused;
                if (paused != null) {
                    paused.await();
                }
            }
        } catch (IOException | InterruptedException e) {
            ended = true; // the client left, or the script threw it out
        } catch (RuntimeException | AssertionError e) {
            fault = e;
        }
    }

    private void readFrame(DataInputStream in) throws IOException {
        int type = in.readUnsignedByte();
        int channel = in.readUnsignedShort();
        byte[] payload = new byte[in.readInt()];
        if (script.oneByteAtATime()) {
            for (int i = 0; i < payload.length; i++) {
                payload[i] = in.readByte();
            }
        } else {
            in.readFully(payload);
        }
        if (in.readUnsignedByte() != Frames.END) {
            throw new AssertionError("the engine sent a frame without its end");
        }
        int frameMaxBytes = script.tune().frameMaxBytes();
        if (frameMaxBytes > 0 && payload.length + Frames.REST_BYTES > frameMaxBytes) {
            throw new AssertionError("a frame over frame_max: " + payload.length + " bytes of payload");
        }
        switch (type) {
            case AMQP.FRAME_METHOD -> onMethod(channel, payload);
            case AMQP.FRAME_HEADER -> {
                header = payload;
                body = ByteBuffer.allocate((int) ByteBuffer.wrap(payload).getLong(BODY_SIZE_AT));
                maybeComplete();
            }
            case AMQP.FRAME_BODY -> {
                body.put(payload);
                maybeComplete();
            }
            default -> {} // a heartbeat
        }
    }

    private void onMethod(int channel, byte[] payload) throws IOException {
        Method method = AMQImpl.readMethodFrom(new DataInputStream(new ByteArrayInputStream(payload)));
        if (method instanceof AMQP.Basic.Publish published) {
            publish = published;
            return;
        }
        methods.add(method.protocolMethodName());
        handshake.answer(channel, method);
    }

    private void maybeComplete() throws IOException {
        AMQP.Basic.Publish published = publish;
        if (published == null || body.hasRemaining()) {
            return;
        }
        publish = null;
        if (closing) {
            return; // what comes behind a close is nobody's
        }
        Message message = new Message(
                messages.size() + 1L, published.getExchange(), published.getRoutingKey(), header, body.array());
        messages.add(message);
        script.onMessage().accept(this, message);
    }

    /** The messages that came, in order. */
    List<Message> messages() {
        return messages;
    }

    /** The methods other than {@code basic.publish} that came, by name. */
    List<String> methods() {
        return methods;
    }

    /** Whether a message was acked, alone or with others. */
    boolean hasAcked(Message message) {
        return acked.contains(message.tag());
    }

    boolean isEnded() {
        return ended;
    }

    /** What the engine did wrong, or {@code null}. */
    @Nullable
    Throwable fault() {
        return fault;
    }

    void awaitMessages(int count) throws Exception {
        Await.until(count + " messages", PATIENCE, () -> messages.size() >= count);
    }

    void awaitMethod(String name) throws Exception {
        Await.until(name, PATIENCE, () -> methods.contains(name));
    }

    void ack(long tag) throws IOException {
        acked.add(tag); // before it is said, as the engine may be quick
        claimAck(tag, false);
    }

    /** An ack, each byte in a write of its own. */
    void ackSlowly(long tag) throws IOException {
        acked.add(tag);
        byte[] frame = Frames.ack(tag, false);
        for (byte each : frame) {
            sendBytes(new byte[] {each});
        }
    }

    void ackUpTo(long tag) throws IOException {
        for (long each = 1; each <= tag; each++) {
            acked.add(each);
        }
        claimAck(tag, true);
    }

    /** Says so without its being true. */
    void claimAck(long tag, boolean multiple) throws IOException {
        sendBytes(Frames.ack(tag, multiple));
    }

    void nack(long tag) throws IOException {
        send(PINNED, new AMQP.Basic.Nack.Builder().deliveryTag(tag).build());
    }

    void nackUpTo(long tag) throws IOException {
        send(
                PINNED,
                new AMQP.Basic.Nack.Builder().deliveryTag(tag).multiple(true).build());
    }

    /** Returns a message as one that no queue takes; its properties as they came, or none. */
    void giveBack(Message message, boolean withProperties) throws IOException {
        sendBytes(Frames.returned(PINNED, message, withProperties));
    }

    void closeChannel(int replyCode, String text) throws IOException {
        closing = true;
        send(
                PINNED,
                new AMQP.Channel.Close.Builder()
                        .replyCode(replyCode)
                        .replyText(text)
                        .build());
    }

    void closeConnection(int replyCode, String text) throws IOException {
        closing = true;
        send(
                0,
                new AMQP.Connection.Close.Builder()
                        .replyCode(replyCode)
                        .replyText(text)
                        .build());
    }

    void block() throws IOException {
        send(0, new AMQP.Connection.Blocked.Builder().reason("low on memory").build());
    }

    void unblock() throws IOException {
        send(0, new AMQP.Connection.Unblocked.Builder().build());
    }

    void heartbeat() throws IOException {
        sendBytes(Frames.of(AMQP.FRAME_HEARTBEAT, 0));
    }

    void send(int channel, Method method) throws IOException {
        sendBytes(Frames.method(channel, method));
    }

    /** Any bytes, in one write. */
    synchronized void sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Reads nothing more until {@link #resumeReading()}. */
    void pauseReading() {
        readingPaused = new CountDownLatch(1);
    }

    void resumeReading() {
        CountDownLatch paused = readingPaused;
        readingPaused = null;
        if (paused != null) {
            paused.countDown();
        }
    }

    /** Ends the connection in order, as far as TCP goes. */
    void hangUp() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection by a reset. */
    void reset() {
        resumeReading();
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            ended = true; // closed before
        }
    }
}
