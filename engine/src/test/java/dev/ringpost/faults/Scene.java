package dev.ringpost.faults;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import dev.ringpost.Ordering;
import dev.ringpost.PublishOptions;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges and queues that the routes of one site lead to, and what faults do to them. Everything is durable. Used by
 * one thread.
 */
final class Scene {

    private static final String EXCHANGE = "faults";
    private static final String DOOMED_QUEUE_EXCHANGE = "faults-queue-doomed";
    private static final String DOOMED_EXCHANGE = "faults-doomed";
    private static final String RESCUE_EXCHANGE = "faults-rescue";
    private static final String FORBIDDEN_EXCHANGE = "faults-forbidden";
    private static final String MAIN = "faults.main";
    private static final String DEFAULT = "faults.default";
    private static final String DOOMED_QUEUE = "faults.doomed-queue";
    private static final String DOOMED_EXCHANGE_QUEUE = "faults.doomed-exchange";
    private static final String NARROW = "faults.narrow";
    private static final String FORBIDDEN = "faults.forbidden";
    private static final String STRICT = "faults.strict";
    private static final String MIXED_SIZES = "faults.mixed-sizes";
    private static final String PAIR = "faults.pair";
    private static final String KEY = "k";
    private static final String MANDATORY_KEY = "mandatory";

    /** Matches the queues of {@link Route#NARROW} and {@link Route#STRICT} and no other. */
    static final String NARROW_PATTERN = "^faults\\.(narrow|strict)$";

    /** Matches every entity but the exchange of {@link Route#FORBIDDEN}. */
    static final String PERMITTED_PATTERN = "^(?!" + FORBIDDEN_EXCHANGE + "$).*$";

    private static final Map<Route, PublishOptions> OPTIONS = allOptions();

    private final Map<String, Object> queueArguments;

    /** With these arguments of every queue. */
    Scene(Map<String, Object> queueArguments) {
        this.queueArguments = Map.copyOf(queueArguments);
    }

    /** The queues, all of which are read back. */
    static List<String> queues() {
        return List.of(
                MAIN, DEFAULT, DOOMED_QUEUE, DOOMED_EXCHANGE_QUEUE, NARROW, FORBIDDEN, STRICT, MIXED_SIZES, PAIR);
    }

    /** How to publish on each route. */
    static Map<Route, PublishOptions> options() {
        return OPTIONS;
    }

    private static Map<Route, PublishOptions> allOptions() {
        Map<Route, PublishOptions> options = new EnumMap<>(Route.class);
        for (Route route : Route.values()) {
            options.put(route, options(route));
        }
        return Collections.unmodifiableMap(options);
    }

    private static PublishOptions options(Route route) {
        PublishOptions.Builder builder = PublishOptions.builder();
        return switch (route) {
            case KEY_A, KEY_B, KEY_C ->
                builder.exchange(EXCHANGE).routingKey(route.name()).build();
            case DEFAULT_EXCHANGE -> builder.routingKey(DEFAULT).build();
            case MANDATORY ->
                builder.exchange(EXCHANGE)
                        .routingKey(MANDATORY_KEY)
                        .mandatory(true)
                        .build();
            case UNROUTABLE ->
                builder.exchange(EXCHANGE).routingKey("nowhere").mandatory(true).build();
            case DOOMED_QUEUE ->
                builder.exchange(DOOMED_QUEUE_EXCHANGE).routingKey(KEY).build();
            case DOOMED_EXCHANGE ->
                builder.exchange(DOOMED_EXCHANGE).routingKey(KEY).build();
            case NARROW -> builder.routingKey(NARROW).build();
            case FORBIDDEN ->
                builder.exchange(FORBIDDEN_EXCHANGE).routingKey(KEY).build();
            case STRICT -> builder.routingKey(STRICT).ordering(Ordering.STRICT).build();
            case MIXED_SIZES -> builder.routingKey(MIXED_SIZES).build();
            case PAIR -> builder.routingKey(PAIR).build();
        };
    }

    /** The route that the engine names in what it tells of a retry; {@code null} if it names none. */
    static @Nullable Route routeOf(String detail) {
        for (Map.Entry<Route, PublishOptions> entry : OPTIONS.entrySet()) {
            PublishOptions options = entry.getValue();
            String exchange = options.exchange() == null ? "" : options.exchange();
            if (detail.endsWith("exchange \"" + exchange + "\", routing key \"" + options.routingKey() + "\"")) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** Declares everything. */
    void declare(Channel channel) throws IOException {
        for (String queue : queues()) {
            declareQueue(channel, queue);
        }
        for (String exchange : List.of(EXCHANGE, DOOMED_QUEUE_EXCHANGE, FORBIDDEN_EXCHANGE)) {
            channel.exchangeDeclare(exchange, BuiltinExchangeType.DIRECT, true);
        }
        for (Route route : List.of(Route.KEY_A, Route.KEY_B, Route.KEY_C)) {
            channel.queueBind(MAIN, EXCHANGE, route.name());
        }
        bindMandatory(channel);
        channel.queueBind(DOOMED_QUEUE, DOOMED_QUEUE_EXCHANGE, KEY);
        channel.queueBind(FORBIDDEN, FORBIDDEN_EXCHANGE, KEY);
        channel.exchangeDeclare(RESCUE_EXCHANGE, BuiltinExchangeType.FANOUT, true);
        channel.queueBind(DOOMED_EXCHANGE_QUEUE, RESCUE_EXCHANGE, "");
        declareDoomedExchange(channel);
    }

    private void declareQueue(Channel channel, String queue) throws IOException {
        Map<String, Object> arguments = new HashMap<>(queueArguments);
        if (queue.equals(NARROW) || queue.equals(STRICT)) {
            // From the beginning: a policy that brings limit and overflow together drops what is over the limit.
            arguments.put("x-overflow", "reject-publish");
        }
        if (queue.equals(PAIR) && "quorum".equals(arguments.get("x-queue-type"))) {
            arguments.put("x-quorum-initial-group-size", 2);
        }
        channel.queueDeclare(queue, true, false, false, arguments);
    }

    /** Deletes the queue of {@link Route#DOOMED_QUEUE} with all it holds. */
    void deleteDoomedQueue(Channel channel) throws IOException {
        channel.queueDelete(DOOMED_QUEUE);
    }

    /** Declares and binds it again. */
    void declareDoomedQueue(Channel channel) throws IOException {
        declareQueue(channel, DOOMED_QUEUE);
        channel.queueBind(DOOMED_QUEUE, DOOMED_QUEUE_EXCHANGE, KEY);
    }

    /** Deletes the exchange of {@link Route#DOOMED_EXCHANGE}. */
    void deleteDoomedExchange(Channel channel) throws IOException {
        channel.exchangeDelete(DOOMED_EXCHANGE);
    }

    /**
     * Declares it again. Its alternate exchange leads to the queue, as it needs no binding of its own: nothing that comes
     * at once is dropped for want of one.
     */
    void declareDoomedExchange(Channel channel) throws IOException {
        channel.exchangeDeclare(
                DOOMED_EXCHANGE,
                BuiltinExchangeType.DIRECT,
                true,
                false,
                Map.of("alternate-exchange", RESCUE_EXCHANGE));
    }

    /** Leaves {@link Route#MANDATORY} without a queue. */
    void unbindMandatory(Channel channel) throws IOException {
        channel.queueUnbind(MAIN, EXCHANGE, MANDATORY_KEY);
    }

    /** Gives it its queue again. */
    void bindMandatory(Channel channel) throws IOException {
        channel.queueBind(MAIN, EXCHANGE, MANDATORY_KEY);
    }

    /** The queue of {@link Route#PAIR}. */
    static String pairQueue() {
        return PAIR;
    }

    /** The queue that most messages go to. */
    static String mainQueue() {
        return MAIN;
    }
}
