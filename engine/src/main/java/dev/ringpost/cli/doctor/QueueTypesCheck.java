package dev.ringpost.cli.doctor;

import com.rabbitmq.client.Connection;
import dev.ringpost.QueueType;
import dev.ringpost.cli.base.PlainConnections;
import dev.ringpost.cli.base.Refusal;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Which kinds of queue the broker makes, found by making one of each. Quorum queues and streams are durable and cannot be
 * exclusive, so these are deleted here; should that fail, a quorum queue expires, and a stream is named as left.
 */
final class QueueTypesCheck implements Doctor.Check {

    private static final int GOODBYE_MS = 500;
    private static final int EXPIRES_MS = 60_000;
    private static final int STREAM_MAX_BYTES = 1_000_000;

    @Override
    public String what() {
        return "queue types";
    }

    @Override
    public void on(Examination examination) throws IOException, TimeoutException {
        if (!examination.isRabbit()) {
            examination.skip(what(), "only RabbitMQ has several", null);
            return;
        }
        if (examination.queue() == null) {
            examination.skip(what(), "this user may not declare queues", null);
            return;
        }
        for (QueueType type : QueueType.values()) {
            look(examination, type);
        }
    }

    private static void look(Examination examination, QueueType type) throws IOException, TimeoutException {
        String what = type.argument() + " queue";
        String name = "ringpost.doctor-" + type.argument() + "-" + UUID.randomUUID();
        try {
            long startNs = examination.clock().nanoTime();
            examination.connection().createChannel().queueDeclare(name, true, false, false, arguments(type));
            long tookMs = TimeUnit.NANOSECONDS.toMillis(examination.clock().nanoTime() - startNs);
            examination.ok(what, "can be declared, in " + tookMs + " ms");
        } catch (IOException e) {
            if (Refusal.code(e) == 0) {
                throw e;
            }
            examination.warn(
                    what,
                    "refused: " + Refusal.text(e),
                    "enable the feature flags (rabbitmqctl enable_feature_flag all), or publish to another kind of queue");
            return;
        }
        delete(examination, what, name);
    }

    private static Map<String, Object> arguments(QueueType type) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("x-queue-type", type.argument());
        if (type == QueueType.STREAM) {
            arguments.put("x-max-length-bytes", STREAM_MAX_BYTES);
        } else {
            arguments.put("x-expires", EXPIRES_MS);
        }
        return arguments;
    }

    /** A second try is on a connection of its own: the first one may be what does not work. */
    private static void delete(Examination examination, String what, String name) throws TimeoutException {
        try {
            examination.connection().createChannel().queueDelete(name);
            return;
        } catch (IOException e) {
            // below
        }
        try {
            Connection other = PlainConnections.to(examination.uri(), examination.settings(), "ringpost-doctor");
            try {
                other.createChannel().queueDelete(name);
            } finally {
                other.abort(GOODBYE_MS);
            }
        } catch (IOException e) {
            examination.warn(
                    what,
                    "could not be deleted again: " + Refusal.text(e),
                    "delete queue \"" + name + "\" at the broker");
        }
    }
}
