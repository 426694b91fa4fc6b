package dev.ringpost.bench.nullbroker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import dev.ringpost.bench.wire.AmqpLayout;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;

/** A scripted peer that can send any octets. Every read has a time limit. */
final class RawPeer implements AutoCloseable {
    private static final int READ_TIMEOUT_MS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    RawPeer(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /** Connects, with the given channels opened and in confirm mode. */
    static RawPeer confirming(int port, int heartbeatS, int... channelNumbers) throws IOException {
        RawPeer peer = new RawPeer(port);
        peer.out.writeLong(AmqpLayout.PROTOCOL_HEADER);
        peer.expect(AMQP.Connection.Start.class);
        peer.send(
                0,
                new AMQP.Connection.StartOk.Builder()
                        .clientProperties(Map.of())
                        .mechanism("PLAIN")
                        .response(LongStringHelper.asLongString("\0guest\0guest"))
                        .locale("en_US")
                        .build());
        AMQP.Connection.Tune tune = peer.expect(AMQP.Connection.Tune.class);
        peer.send(
                0,
                new AMQP.Connection.TuneOk.Builder()
                        .channelMax(tune.getChannelMax())
                        .frameMax(tune.getFrameMax())
                        .heartbeat(heartbeatS)
                        .build());
        peer.send(0, new AMQP.Connection.Open.Builder().virtualHost("/").build());
        peer.expect(AMQP.Connection.OpenOk.class);
        for (int channelNumber : channelNumbers) {
            peer.send(channelNumber, new AMQP.Channel.Open.Builder().build());
            peer.expect(AMQP.Channel.OpenOk.class);
            peer.send(channelNumber, new AMQP.Confirm.Select.Builder().build());
            peer.expect(AMQP.Confirm.SelectOk.class);
        }
        return peer;
    }

    void send(int channelNumber, com.rabbitmq.client.Method method) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ((Method) method).toFrame(channelNumber).writeTo(new DataOutputStream(bytes));
        sendBytes(bytes.toByteArray());
    }

    void sendBytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    Frame readFrame() throws IOException {
        return Frame.readFrom(in, () -> Integer.MAX_VALUE);
    }

    <M> M expect(Class<M> expected) throws IOException {
        Method method = AMQImpl.readMethodFrom(readFrame().getInputStream());
        if (!expected.isInstance(method)) {
            throw new IOException("expected " + expected.getName() + ", got " + method);
        }
        return expected.cast(method);
    }

    /** Reads acks until one reaches {@code tag}. */
    void awaitAck(long tag) throws IOException {
        long ackedTag = 0;
        while (ackedTag < tag) {
            ackedTag = expect(AMQP.Basic.Ack.class).getDeliveryTag();
        }
        if (ackedTag != tag) {
            throw new IOException("acked " + ackedTag + ", sent " + tag);
        }
    }

    long readProtocolHeader() throws IOException {
        return in.readLong();
    }

    boolean isClosedByBroker() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
