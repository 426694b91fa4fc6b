package dev.ringpost.bench.nullbroker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.Method;
import dev.ringpost.bench.wire.AmqpLayout;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The writing side of one connection.
 *
 * <p>Writers: the connection's thread (acks, replies) and the heartbeat thread, one at a time by a lock. Frames of the
 * two never mix. The heartbeat thread only tries the lock: a peer that reads nothing blocks its own connection's thread
 * and no other.
 */
final class FrameSink {
    private static final int INITIAL_BUFFER_BYTES = 4096;

    private final WritableByteChannel socket;
    private final ReentrantLock lock = new ReentrantLock();
    private ByteBuffer out = ByteBuffer.allocateDirect(INITIAL_BUFFER_BYTES);
    private volatile long lastWriteNs = System.nanoTime();

    FrameSink(WritableByteChannel socket) {
        this.socket = socket;
    }

    /** Writes one ack for each channel that has new messages, all in one write. */
    void writeAcks(ChannelTable channels) throws IOException {
        int neededBytes = channels.ackBytes();
        if (neededBytes == 0) {
            return;
        }
        lock.lock();
        try {
            if (out.capacity() < neededBytes) {
                out = ByteBuffer.allocateDirect(neededBytes);
            }
            channels.drainAcks(out);
            writeOut();
        } finally {
            lock.unlock();
        }
    }

    /** Writes a method by amqp-client's own encoder; for the handshake and other rare methods. */
    void writeMethod(int channelNumber, com.rabbitmq.client.Method method) throws IOException {
        writeFrame(((Method) method).toFrame(channelNumber));
    }

    /** Writes the eight octets that tell a peer with a wrong protocol header which one is spoken here. */
    void writeProtocolHeader() throws IOException {
        writeBytes(ByteBuffer.allocate(AmqpLayout.PROTOCOL_HEADER_BYTES)
                .putLong(AmqpLayout.PROTOCOL_HEADER)
                .array());
    }

    /** Writes a heartbeat if nothing was written for {@code idleNs}; gives up if a write is under way. */
    void maybeHeartbeat(long nowNs, long idleNs) throws IOException {
        if (nowNs - lastWriteNs < idleNs || !lock.tryLock()) {
            return;
        }
        try {
            writeFrame(new Frame(AMQP.FRAME_HEARTBEAT, 0));
        } finally {
            lock.unlock();
        }
    }

    private void writeFrame(Frame frame) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        frame.writeTo(new DataOutputStream(bytes));
        writeBytes(bytes.toByteArray());
    }

    private void writeBytes(byte[] bytes) throws IOException {
        lock.lock();
        try {
            if (out.capacity() < bytes.length) {
                out = ByteBuffer.allocateDirect(bytes.length);
            }
            out.put(bytes);
            writeOut();
        } finally {
            lock.unlock();
        }
    }

    private void writeOut() throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            socket.write(out);
        }
        out.clear();
        lastWriteNs = System.nanoTime();
    }
}
