package dev.ringpost.bench.peer;

import dev.ringpost.bench.contestant.Contestant;
import dev.ringpost.bench.contestant.ContestantMain;
import dev.ringpost.bench.contestant.ContestantOptions;
import dev.ringpost.bench.wire.AmqpLayout;
import dev.ringpost.bench.wire.BenchMessage;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The limit: a block of many whole publishes, encoded once, written again and again within the window. No publisher can
 * be faster through one connection to the null broker, since all that is left is the socket and the broker's parsing.
 *
 * <p>One thread writes and reads acks in turn. It waits for acks only when the window has no room for a whole block.
 */
public final class WireLimit implements Contestant {
    /** Past this size larger writes gain nothing. */
    private static final int BLOCK_TARGET_BYTES = 256 * 1024;

    /** At least this many blocks fit in the window, so that the broker has work while acks are on their way. */
    private static final int MIN_BLOCKS_PER_WINDOW = 4;

    private static final int ACK_BUFFER_BYTES = 64 * 1024;

    private final SocketChannel socket;
    private final HandshakeClient handshake;
    private final ByteBuffer acks = ByteBuffer.allocateDirect(ACK_BUFFER_BYTES);
    private ByteBuffer block = ByteBuffer.allocate(0);
    private int messageBytes;
    private int blockMessages;
    private int windowMessages;
    private long sentCount;
    private long confirmedCount;

    private WireLimit() throws IOException {
        socket = SocketChannel.open();
        handshake = new HandshakeClient(socket);
    }

    public static void main(String[] args) {
        ContestantMain.run(WireLimit::new, args);
    }

    @Override
    public String name() {
        return "wire limit";
    }

    @Override
    public void open(ContestantOptions options) throws IOException {
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.connect(
                new InetSocketAddress(options.uri().getHost(), options.uri().getPort()));
        handshake.open("guest", "guest");
        windowMessages = options.windowMessages();
        byte[] message = BenchMessage.encodedPublish(
                HandshakeClient.CHANNEL_NUMBER, options.bodyBytes(), handshake.frameMaxBytes());
        messageBytes = message.length;
        blockMessages =
                Math.max(1, Math.min(BLOCK_TARGET_BYTES / messageBytes, windowMessages / MIN_BLOCKS_PER_WINDOW));
        block = ByteBuffer.allocateDirect(blockMessages * messageBytes);
        for (int i = 0; i < blockMessages; i++) {
            block.put(message);
        }
    }

    @Override
    public void publish(long messageCount) throws IOException {
        long target = sentCount + messageCount;
        while (sentCount < target) {
            int nextMessages = (int) Math.min(blockMessages, target - sentCount);
            while (windowMessages - (sentCount - confirmedCount) < nextMessages) {
                readAcks();
            }
            block.limit(nextMessages * messageBytes).position(0);
            while (block.hasRemaining()) {
                socket.write(block);
            }
            sentCount += nextMessages;
        }
        while (confirmedCount < target) {
            readAcks();
        }
    }

    /** Waits for at least one octet, then handles all whole frames. */
    private void readAcks() throws IOException {
        if (socket.read(acks) < 0) {
            throw new EOFException("broker closed the connection");
        }
        acks.flip();
        while (acks.remaining() >= AmqpLayout.ACK_FRAME_BYTES) {
            onAck(acks.position());
            acks.position(acks.position() + AmqpLayout.ACK_FRAME_BYTES);
        }
        acks.compact();
    }

    private void onAck(int at) throws IOException {
        boolean isAck = acks.get(at) == AmqpLayout.TYPE_METHOD
                && acks.getShort(at + AmqpLayout.CHANNEL_OFFSET) == HandshakeClient.CHANNEL_NUMBER
                && acks.getInt(at + AmqpLayout.SIZE_OFFSET) == AmqpLayout.ACK_PAYLOAD_BYTES
                && acks.getInt(at + AmqpLayout.PAYLOAD_OFFSET) == AmqpLayout.BASIC_ACK
                && acks.get(at + AmqpLayout.ACK_FRAME_BYTES - 1) == AmqpLayout.FRAME_END;
        long tag = acks.getLong(at + AmqpLayout.PAYLOAD_OFFSET + Integer.BYTES);
        boolean multiple = acks.get(at + AmqpLayout.ACK_FRAME_BYTES - 2) != 0;
        boolean next = multiple ? tag > confirmedCount && tag <= sentCount : tag == confirmedCount + 1;
        if (!isAck || !next) {
            throw new IOException("not the ack expected after tag " + confirmedCount + " of " + sentCount);
        }
        confirmedCount = tag;
    }

    @Override
    public long confirmedCount() {
        return confirmedCount;
    }

    @Override
    public String verified() {
        return "every ack parsed, tags rising and never above the sent count, last tag = messages sent";
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            handshake.close();
        }
    }
}
