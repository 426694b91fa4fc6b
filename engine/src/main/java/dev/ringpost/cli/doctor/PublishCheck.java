package dev.ringpost.cli.doctor;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import dev.ringpost.BrokerUri;
import dev.ringpost.cli.base.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether this user may declare, publish and read; whether the broker lets publishers publish; and, from a message that
 * came back, the broker's clock if it stamps messages. Makes the queue that later checks publish to, exclusive, so that it
 * is gone with the connection.
 */
final class PublishCheck implements Doctor.Check {

    private static final byte[] BODY = "ringpost doctor".getBytes(StandardCharsets.UTF_8);
    private static final long BLOCKED_WITHIN_MS = 300;
    private static final long MAX_CLOCK_DIFFERENCE_MS = 2_000;
    private static final long MS_PER_SECOND = 1_000;
    private static final String STAMP_HEADER = "timestamp_in_ms";
    private static final String CLOCK = "clock";

    private final Clock wallClock;

    PublishCheck(Clock wallClock) {
        this.wallClock = wallClock;
    }

    @Override
    public String what() {
        return "publish";
    }

    @Override
    public void on(Examination examination) throws IOException, InterruptedException, TimeoutException {
        String queue = "ringpost.doctor-" + UUID.randomUUID();
        boolean mayDeclare = declare(examination, queue);
        boolean mayPublish = publish(examination, queue);
        alarms(examination);
        if (mayDeclare && mayPublish && !examination.isBlocked()) {
            clock(examination, queue);
        } else {
            examination.skip(CLOCK, "no message came back to read it from", null);
        }
    }

    private static boolean declare(Examination examination, String queue) throws IOException {
        try {
            examination.connection().createChannel().queueDeclare(queue, false, true, true, null);
            examination.queueIs(queue);
            examination.ok("declare", "this user may declare queues");
            return true;
        } catch (IOException e) {
            if (Refusal.code(e) != Refusal.ACCESS_REFUSED) {
                throw e;
            }
            examination.warn(
                    "declare",
                    Refusal.text(e),
                    "fine if others declare all queues and exchanges; else " + permissions(examination.uri()));
            return false;
        }
    }

    private boolean publish(Examination examination, String queue)
            throws IOException, InterruptedException, TimeoutException {
        try {
            Channel channel = examination.connection().createChannel();
            channel.confirmSelect();
            channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, BODY);
            if (examination.awaitBlocked(BLOCKED_WITHIN_MS) != null) {
                return false;
            }
            if (!channel.waitForConfirms(examination.answerTimeoutMs())) {
                examination.fail(what(), "the broker refused a message (nack)", "look at the broker's log");
                return false;
            }
            channel.close();
            examination.ok(what(), "this user may publish to the default exchange, and it is confirmed");
            return true;
        } catch (IOException | AlreadyClosedException e) {
            return refused(examination, e);
        }
    }

    private boolean refused(Examination examination, Exception error) throws IOException {
        if (Refusal.code(error) != Refusal.ACCESS_REFUSED) {
            throw error instanceof IOException io ? io : new IOException(error);
        }
        examination.fail(what(), Refusal.text(error), permissions(examination.uri()));
        return false;
    }

    private static String permissions(BrokerUri uri) {
        return "give them: rabbitmqctl set_permissions -p " + uri.virtualHost() + " " + uri.user() + " '.*' '.*' '.*'";
    }

    /** RabbitMQ says that it blocks a connection when that publishes, not before. */
    private static void alarms(Examination examination) throws InterruptedException {
        String reason = examination.awaitBlocked(0);
        if (reason == null) {
            examination.ok("alarms", "none: the broker takes messages");
            return;
        }
        examination.fail(
                "alarms",
                "the broker takes no messages: " + reason,
                "free disk, or memory, at the broker, or let consumers catch up; rabbitmqctl status says which alarm it is");
    }

    private void clock(Examination examination, String queue) throws IOException {
        GetResponse response = examination.connection().createChannel().basicGet(queue, true);
        Long stampMs = response == null ? null : stampMs(response.getProps());
        if (stampMs == null) {
            examination.skip(
                    CLOCK,
                    "AMQP does not tell the broker's time",
                    "compare date -u on both machines: log lines and certificates go by it");
            return;
        }
        // A property in whole seconds is up to one second behind.
        long differenceMs = wallClock.millis() - stampMs;
        String shown = "the broker's differs by " + Math.abs(differenceMs) + " ms";
        if (Math.abs(differenceMs) > MAX_CLOCK_DIFFERENCE_MS) {
            examination.warn(CLOCK, shown, "let both machines take the time from NTP");
        } else {
            examination.ok(CLOCK, shown);
        }
    }

    /** The broker's stamp on a message, where it is told to make one. */
    private static @Nullable Long stampMs(AMQP.BasicProperties properties) {
        Object header =
                properties.getHeaders() == null ? null : properties.getHeaders().get(STAMP_HEADER);
        if (header instanceof Long ms) {
            return ms;
        }
        Date stamp = properties.getTimestamp();
        return stamp == null ? null : stamp.getTime() + MS_PER_SECOND / 2;
    }
}
