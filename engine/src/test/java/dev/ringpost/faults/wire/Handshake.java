package dev.ringpost.faults.wire;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers every method but {@code basic.publish} as a broker that has everything and allows everything. */
final class Handshake {

    private final Peer peer;
    private final Script script;

    Handshake(Peer peer, Script script) {
        this.peer = peer;
        this.script = script;
    }

    /** The client said which protocol it speaks. */
    void begin() throws IOException {
        if (script.unanswered().contains("protocol-header")) {
            return;
        }
        Map<String, Object> capabilities = Map.of(
                "publisher_confirms",
                true,
                "basic.nack",
                true,
                "connection.blocked",
                true,
                "authentication_failure_close",
                true);
        peer.send(
                0,
                new AMQP.Connection.Start.Builder()
                        .versionMajor(0)
                        .versionMinor(9)
                        .serverProperties(Map.of("product", "scripted", "capabilities", capabilities))
                        .mechanisms("PLAIN")
                        .locales("en_US")
                        .build());
    }

    void answer(int channel, Method method) throws IOException {
        Method answer = script.unanswered().contains(method.protocolMethodName()) ? null : answerTo(method);
        if (answer != null) {
            peer.send(channel, answer);
        }
    }

    private @Nullable Method answerTo(Method method) {
        if (method instanceof AMQP.Connection.StartOk) {
            return new AMQP.Connection.Tune.Builder()
                    .channelMax(script.tune().channelMax())
                    .frameMax(script.tune().frameMaxBytes())
                    .heartbeat(script.tune().heartbeatSeconds())
                    .build();
        } else if (method instanceof AMQP.Connection.Open) {
            return new AMQP.Connection.OpenOk.Builder().build();
        } else if (method instanceof AMQP.Connection.Close) {
            return new AMQP.Connection.CloseOk.Builder().build();
        } else if (method instanceof AMQP.Channel.Open) {
            return new AMQP.Channel.OpenOk.Builder().build();
        } else if (method instanceof AMQP.Channel.Close) {
            return new AMQP.Channel.CloseOk.Builder().build();
        } else if (method instanceof AMQP.Confirm.Select) {
            return new AMQP.Confirm.SelectOk.Builder().build();
        } else if (method instanceof AMQP.Exchange.Declare) {
            return new AMQP.Exchange.DeclareOk.Builder().build();
        }
        return null; // tune-ok, close-ok
    }
}
