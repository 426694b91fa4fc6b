package dev.ringpost.bench.nullbroker;

import com.rabbitmq.client.AMQP;
import dev.ringpost.bench.wire.AmqpLayout;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.util.concurrent.TimeUnit;

/**
 * One client connection: reads into one large buffer, has the frames parsed in place, acknowledges once a read.
 *
 * <p>Threads: {@link #run} is the connection's thread and owns everything here; {@link #onTick} and {@link #close} come
 * from others and touch only what is volatile or locked.
 */
final class BrokerConnection implements Runnable {
    private static final int SHORT_REST_BYTES = 4096;

    private final ByteChannel socket;
    private final BrokerCounters counters;
    private final ChannelTable channels = new ChannelTable();
    private final FrameSink sink;
    private final ControlDispatch control;
    private final FrameParser parser;
    private final ByteBuffer in;

    private long reportedMessageCount;
    private long reportedBodyBytes;
    private boolean closedByPeer;
    private volatile boolean closing;
    private volatile long heartbeatNs;
    private volatile long lastReadNs = System.nanoTime();

    BrokerConnection(ByteChannel socket, BrokerCounters counters, int readBufferBytes) {
        this.socket = socket;
        this.counters = counters;
        this.sink = new FrameSink(socket);
        this.control = new ControlDispatch(this, channels, sink);
        this.parser = new FrameParser(channels, control, ControlDispatch.FRAME_MAX_BYTES);
        this.in = ByteBuffer.allocateDirect(readBufferBytes);
    }

    @Override
    public void run() {
        try (socket) {
            serve();
        } catch (IOException e) {
            counters.onFault("close: " + e);
        }
    }

    private void serve() {
        try {
            readFrames();
        } catch (ProtocolFault fault) {
            counters.onFault(fault.replyCode() + " " + fault.getMessage());
            reportCounts();
            tellPeer(fault);
        } catch (IOException e) {
            onReadFailure(e);
        } finally {
            reportCounts();
        }
    }

    private void readFrames() throws IOException, ProtocolFault {
        awaitProtocolHeader();
        control.start();
        // Frames not parsed yet lie in [start, in.position()).
        int start = parseAvailable(AmqpLayout.PROTOCOL_HEADER_BYTES);
        while (!closedByPeer) {
            if (!tryRead()) {
                onEndOfStream(start);
                return;
            }
            start = parseAvailable(start);
            // Counted before it is confirmed: whoever has a confirm finds its message in the report.
            reportCounts();
            sink.writeAcks(channels);
        }
    }

    private int parseAvailable(int start) throws IOException, ProtocolFault {
        int end = in.position();
        int next = parser.parse(in, start, end);
        if (next == end) {
            in.clear();
            return 0;
        }
        // A short rest is moved to the front, which keeps the part of the buffer in use small and in the cache; a long
        // one only when the room behind it could not take the largest frame.
        if (end - next <= SHORT_REST_BYTES || in.remaining() < ControlDispatch.FRAME_MAX_BYTES) {
            in.limit(end).position(next);
            in.compact();
            return 0;
        }
        return next;
    }

    private void awaitProtocolHeader() throws IOException, ProtocolFault {
        while (in.position() < AmqpLayout.PROTOCOL_HEADER_BYTES) {
            if (!tryRead()) {
                throw new ProtocolFault(ProtocolFault.FRAME_ERROR, "stream ended inside the protocol header");
            }
        }
        if (in.getLong(0) != AmqpLayout.PROTOCOL_HEADER) {
            sink.writeProtocolHeader();
            throw new ProtocolFault(ProtocolFault.FRAME_ERROR, "not the AMQP 0-9-1 protocol header");
        }
    }

    private boolean tryRead() throws IOException {
        int readBytes = socket.read(in);
        if (readBytes < 0) {
            return false;
        }
        lastReadNs = System.nanoTime();
        counters.wireBytes.add(readBytes);
        counters.readCount.increment();
        return true;
    }

    private void reportCounts() {
        counters.messageCount.add(channels.messageCount() - reportedMessageCount);
        counters.bodyBytes.add(channels.bodyBytes() - reportedBodyBytes);
        reportedMessageCount = channels.messageCount();
        reportedBodyBytes = channels.bodyBytes();
    }

    private void onEndOfStream(int start) throws ProtocolFault {
        if (in.position() != start || channels.isReceivingContent()) {
            throw new ProtocolFault(ProtocolFault.FRAME_ERROR, "stream ended inside a message");
        }
        counters.onFault("connection ended without connection.close");
    }

    private void onReadFailure(IOException e) {
        boolean expected = closing && (e instanceof AsynchronousCloseException || e instanceof SocketException);
        // A client may well cut a connection on which some messages get no answer.
        if (!expected && !channels.hasSilent()) {
            counters.onFault("connection lost: " + e);
        }
    }

    /** Says why before the socket is closed, as a real broker does. */
    private void tellPeer(ProtocolFault fault) {
        try {
            sink.writeMethod(
                    0,
                    new AMQP.Connection.Close.Builder()
                            .replyCode(fault.replyCode())
                            .replyText(String.valueOf(fault.getMessage()))
                            .classId(0)
                            .methodId(0)
                            .build());
        } catch (IOException e) {
            // The peer may be gone already; the fault itself is on record.
        }
    }

    void onTuned(int frameMaxBytes, int heartbeatS) {
        if (frameMaxBytes > 0 && frameMaxBytes < ControlDispatch.FRAME_MAX_BYTES) {
            parser.limitFrames(frameMaxBytes);
        }
        heartbeatNs = TimeUnit.SECONDS.toNanos(heartbeatS);
    }

    void onClosedByPeer() {
        closedByPeer = true;
    }

    /** Heartbeat thread: sends one after half the interval without a write, gives the peer up after two without a read. */
    void onTick(long nowNs) {
        long intervalNs = heartbeatNs;
        if (intervalNs == 0 || closing) {
            return;
        }
        try {
            if (nowNs - lastReadNs > 2 * intervalNs) {
                counters.onFault("no heartbeat from the peer");
                close();
            } else {
                sink.maybeHeartbeat(nowNs, intervalNs / 2);
            }
        } catch (IOException e) {
            counters.onFault("heartbeat not delivered: " + e);
            close();
        }
    }

    /** Any thread. */
    void close() {
        closing = true;
        try {
            socket.close();
        } catch (IOException e) {
            counters.onFault("close: " + e);
        }
    }
}
