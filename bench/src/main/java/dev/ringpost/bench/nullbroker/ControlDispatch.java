package dev.ringpost.bench.nullbroker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.impl.AMQImpl;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Answers every method that is not basic.publish, decoding and encoding with amqp-client's own classes: these are rare,
 * so clarity goes before cost. Owned by the connection's thread.
 */
final class ControlDispatch implements FrameParser.ControlMethods {
    static final int FRAME_MAX_BYTES = 131_072;
    static final int CHANNEL_MAX = 2047;
    static final int HEARTBEAT_S = 60;

    private static final int CLASS_CONNECTION = 10;
    private static final int CLASS_BASIC = 60;

    private final BrokerConnection connection;
    private final ChannelTable channels;
    private final FrameSink sink;
    private int consumerCount;

    ControlDispatch(BrokerConnection connection, ChannelTable channels, FrameSink sink) {
        this.connection = connection;
        this.channels = channels;
        this.sink = sink;
    }

    void start() throws IOException {
        Map<String, Object> capabilities = Map.of(
                "publisher_confirms", true,
                "basic.nack", true,
                "consumer_cancel_notify", true,
                "connection.blocked", true,
                "authentication_failure_close", true);
        sink.writeMethod(
                0,
                new AMQP.Connection.Start.Builder()
                        .versionMajor(0)
                        .versionMinor(9)
                        .serverProperties(Map.of("product", "Ringpost null broker", "capabilities", capabilities))
                        .mechanisms("PLAIN")
                        .locales("en_US")
                        .build());
    }

    @Override
    public void onControlMethod(int channelNumber, ByteBuffer in, int payload, int sizeBytes)
            throws IOException, ProtocolFault {
        if (channelNumber != 0 && channels.isOpen(channelNumber)) {
            if (channels.require(channelNumber).isReceivingContent()) {
                throw new ProtocolFault(
                        ProtocolFault.UNEXPECTED_FRAME, "method inside the content on channel " + channelNumber);
            }
        }
        Method method = decode(in, payload, sizeBytes);
        // Acks of what came before go out before the answer: after a close-ok they would be lost.
        sink.writeAcks(channels);
        boolean onConnection = method.protocolClassId() == CLASS_CONNECTION;
        if (onConnection != (channelNumber == 0)) {
            throw new ProtocolFault(
                    ProtocolFault.CHANNEL_ERROR, method.protocolMethodName() + " on channel " + channelNumber);
        }
        if (onConnection) {
            onConnectionMethod(method);
        } else {
            onChannelMethod(channelNumber, method);
        }
    }

    private static Method decode(ByteBuffer in, int payload, int sizeBytes) throws ProtocolFault {
        byte[] bytes = new byte[sizeBytes];
        in.get(payload, bytes);
        try {
            return AMQImpl.readMethodFrom(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException | RuntimeException e) {
            throw new ProtocolFault(ProtocolFault.SYNTAX_ERROR, "method of " + sizeBytes + " octets: " + e);
        }
    }

    private void onConnectionMethod(Method method) throws IOException, ProtocolFault {
        if (method instanceof AMQP.Connection.StartOk) {
            sink.writeMethod(
                    0,
                    new AMQP.Connection.Tune.Builder()
                            .channelMax(CHANNEL_MAX)
                            .frameMax(FRAME_MAX_BYTES)
                            .heartbeat(HEARTBEAT_S)
                            .build());
        } else if (method instanceof AMQP.Connection.TuneOk tuneOk) {
            connection.onTuned(tuneOk.getFrameMax(), tuneOk.getHeartbeat());
        } else if (method instanceof AMQP.Connection.Open) {
            sink.writeMethod(0, new AMQP.Connection.OpenOk.Builder().build());
        } else if (method instanceof AMQP.Connection.Close) {
            sink.writeMethod(0, new AMQP.Connection.CloseOk.Builder().build());
            connection.onClosedByPeer();
        } else if (method instanceof AMQP.Connection.CloseOk) {
            connection.onClosedByPeer();
        } else {
            throw notImplemented(method);
        }
    }

    private void onChannelMethod(int channelNumber, Method method) throws IOException, ProtocolFault {
        if (method instanceof AMQP.Channel.Open) {
            channels.open(channelNumber);
            sink.writeMethod(channelNumber, new AMQP.Channel.OpenOk.Builder().build());
            return;
        }
        ChannelLedger ledger = channels.require(channelNumber);
        if (method instanceof AMQP.Channel.Close) {
            channels.close(channelNumber);
            sink.writeMethod(channelNumber, new AMQP.Channel.CloseOk.Builder().build());
        } else if (method instanceof AMQP.Channel.Flow flow) {
            sink.writeMethod(
                    channelNumber,
                    new AMQP.Channel.FlowOk.Builder().active(flow.getActive()).build());
        } else if (method instanceof AMQP.Confirm.Select select) {
            ledger.onConfirmSelect();
            replyUnless(select.getNowait(), channelNumber, new AMQP.Confirm.SelectOk.Builder().build());
        } else if (method.protocolClassId() == CLASS_BASIC) {
            onBasicMethod(channelNumber, method);
        } else {
            onTopologyMethod(channelNumber, method);
        }
    }

    /** Declares succeed without leaving a trace: the null broker has no queues. */
    private void onTopologyMethod(int channelNumber, Method method) throws IOException, ProtocolFault {
        if (method instanceof AMQP.Exchange.Declare declare) {
            replyUnless(declare.getNowait(), channelNumber, new AMQP.Exchange.DeclareOk.Builder().build());
        } else if (method instanceof AMQP.Exchange.Delete delete) {
            replyUnless(delete.getNowait(), channelNumber, new AMQP.Exchange.DeleteOk.Builder().build());
        } else if (method instanceof AMQP.Queue.Declare declare) {
            String name = declare.getQueue().isEmpty() ? "null.gen-" + channelNumber : declare.getQueue();
            Method ok = new AMQP.Queue.DeclareOk.Builder()
                    .queue(name)
                    .messageCount(0)
                    .consumerCount(0)
                    .build();
            replyUnless(declare.getNowait(), channelNumber, ok);
        } else if (method instanceof AMQP.Queue.Bind bind) {
            replyUnless(bind.getNowait(), channelNumber, new AMQP.Queue.BindOk.Builder().build());
        } else if (method instanceof AMQP.Queue.Unbind) {
            replyUnless(false, channelNumber, new AMQP.Queue.UnbindOk.Builder().build());
        } else if (method instanceof AMQP.Queue.Delete delete) {
            Method ok = new AMQP.Queue.DeleteOk.Builder().messageCount(0).build();
            replyUnless(delete.getNowait(), channelNumber, ok);
        } else {
            throw notImplemented(method);
        }
    }

    /** Consumers get their consume-ok and then nothing, as from an empty queue. */
    private void onBasicMethod(int channelNumber, Method method) throws IOException, ProtocolFault {
        if (method instanceof AMQP.Basic.Qos) {
            replyUnless(false, channelNumber, new AMQP.Basic.QosOk.Builder().build());
        } else if (method instanceof AMQP.Basic.Consume consume) {
            String tag = consume.getConsumerTag().isEmpty() ? "null.ctag-" + consumerCount++ : consume.getConsumerTag();
            Method ok = new AMQP.Basic.ConsumeOk.Builder().consumerTag(tag).build();
            replyUnless(consume.getNowait(), channelNumber, ok);
        } else if (method instanceof AMQP.Basic.Cancel cancel) {
            Method ok = new AMQP.Basic.CancelOk.Builder()
                    .consumerTag(cancel.getConsumerTag())
                    .build();
            replyUnless(cancel.getNowait(), channelNumber, ok);
        } else if (method instanceof AMQP.Basic.Get) {
            replyUnless(false, channelNumber, new AMQP.Basic.GetEmpty.Builder().build());
        } else {
            throw notImplemented(method);
        }
    }

    private void replyUnless(boolean nowait, int channelNumber, Method reply) throws IOException {
        if (!nowait) {
            sink.writeMethod(channelNumber, reply);
        }
    }

    private static ProtocolFault notImplemented(Method method) {
        return new ProtocolFault(
                ProtocolFault.NOT_IMPLEMENTED, method.protocolMethodName() + " is not known to the null broker");
    }
}
