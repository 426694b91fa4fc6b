package dev.ringpost.bench.peer;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import dev.ringpost.bench.wire.AmqpLayout;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Map;

/**
 * The few exchanges before and after bulk publishing on a bare socket: connection, one channel, confirm mode, close. One
 * thread. Reads no octet beyond the expected answer, so the socket can be used directly afterwards.
 */
final class HandshakeClient {
    static final int CHANNEL_NUMBER = 1;

    private final DataInputStream in;
    private final DataOutputStream out;
    private int frameMaxBytes;

    HandshakeClient(SocketChannel socket) {
        in = new DataInputStream(Channels.newInputStream(socket));
        out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(socket)));
    }

    /** Opens everything up to confirm.select-ok. Heartbeats are declined: the run is short and never idle. */
    void open(String user, String password) throws IOException {
        out.writeLong(AmqpLayout.PROTOCOL_HEADER);
        out.flush();
        expect(AMQP.Connection.Start.class);
        send(
                0,
                new AMQP.Connection.StartOk.Builder()
                        .clientProperties(Map.of("product", "Ringpost write limit"))
                        .mechanism("PLAIN")
                        .response(LongStringHelper.asLongString("\0" + user + "\0" + password))
                        .locale("en_US")
                        .build());
        AMQP.Connection.Tune tune = expect(AMQP.Connection.Tune.class);
        frameMaxBytes = tune.getFrameMax();
        send(
                0,
                new AMQP.Connection.TuneOk.Builder()
                        .channelMax(tune.getChannelMax())
                        .frameMax(frameMaxBytes)
                        .heartbeat(0)
                        .build());
        send(0, new AMQP.Connection.Open.Builder().virtualHost("/").build());
        expect(AMQP.Connection.OpenOk.class);
        send(CHANNEL_NUMBER, new AMQP.Channel.Open.Builder().build());
        expect(AMQP.Channel.OpenOk.class);
        send(CHANNEL_NUMBER, new AMQP.Confirm.Select.Builder().build());
        expect(AMQP.Confirm.SelectOk.class);
    }

    int frameMaxBytes() {
        return frameMaxBytes;
    }

    void close() throws IOException {
        send(
                0,
                new AMQP.Connection.Close.Builder()
                        .replyCode(AMQP.REPLY_SUCCESS)
                        .replyText("done")
                        .classId(0)
                        .methodId(0)
                        .build());
        expect(AMQP.Connection.CloseOk.class);
    }

    private void send(int channelNumber, com.rabbitmq.client.Method method) throws IOException {
        ((Method) method).toFrame(channelNumber).writeTo(out);
        out.flush();
    }

    private <M> M expect(Class<M> expected) throws IOException {
        Frame frame = Frame.readFrom(in, () -> Integer.MAX_VALUE);
        Method method = AMQImpl.readMethodFrom(frame.getInputStream());
        if (!expected.isInstance(method)) {
            throw new IOException("expected " + expected.getSimpleName() + ", got " + method);
        }
        return expected.cast(method);
    }
}
