package dev.ringpost.cli.doctor;

import com.rabbitmq.client.Connection;
import dev.ringpost.BrokerUri;
import dev.ringpost.cli.base.Numbers;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

/** What was agreed on for the connection, and who can listen in. */
final class LinkCheck implements Doctor.Check {

    private static final int SMALL_FRAME_BYTES = 128 * 1024;
    private static final long LONG_HEARTBEAT_S = TimeUnit.MINUTES.toSeconds(2);

    @Override
    public String what() {
        return "connection";
    }

    @Override
    public void on(Examination examination) {
        heartbeat(examination);
        frameMax(examination);
        secrecy(examination);
    }

    private static void heartbeat(Examination examination) {
        int seconds = examination.connection().getHeartbeat();
        if (seconds == 0) {
            examination.warn(
                    "heartbeat",
                    "none",
                    "a dead connection is noticed late, and firewalls drop idle ones: ask for 10 to 60 s, as ?heartbeat=30"
                            + " in the URI");
        } else if (seconds > LONG_HEARTBEAT_S) {
            examination.warn(
                    "heartbeat", seconds + " s", "a dead connection is noticed after twice that: ask for 10 to 60 s");
        } else {
            examination.ok("heartbeat", seconds + " s");
        }
    }

    private static void frameMax(Examination examination) {
        Connection connection = examination.connection();
        int frameMaxBytes = connection.getFrameMax();
        String channels =
                connection.getChannelMax() == 0 ? "" : ", channel_max " + Numbers.grouped(connection.getChannelMax());
        if (frameMaxBytes != 0 && frameMaxBytes < SMALL_FRAME_BYTES) {
            examination.warn(
                    "frame_max",
                    Numbers.bytes(frameMaxBytes) + channels,
                    "large messages go out in many frames, and headers are limited to one: raise frame_max to 131072");
        } else {
            examination.ok("frame_max", (frameMaxBytes == 0 ? "no limit" : Numbers.bytes(frameMaxBytes)) + channels);
        }
    }

    private static void secrecy(Examination examination) {
        BrokerUri uri = examination.uri();
        InetAddress address = examination.connection().getAddress();
        boolean isLocal = address != null && address.isLoopbackAddress();
        if (!isLocal && uri.user().equals("guest") && uri.password().equals("guest")) {
            examination.warn(
                    "login", "guest, with its known password", "make a user for each application, and delete guest");
        } else {
            examination.ok("login", "user " + uri.user() + ", virtual host " + uri.virtualHost());
        }
        if (uri.tls()) {
            examination.ok("encryption", "TLS, and the broker's certificate was checked");
        } else if (isLocal) {
            examination.ok("encryption", "none, and none needed on one machine");
        } else {
            examination.warn(
                    "encryption",
                    "none: password and messages can be read on the way",
                    "use amqps://, with --tls-ca for an authority of your own");
        }
    }
}
