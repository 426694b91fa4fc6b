package dev.ringpost;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue as it is to be declared, with its bindings. Immutable and thread-safe.
 *
 * <p>Declaring it declares its exchange, then the queue, then binds it; with {@link Builder#bind bindings} there is no own
 * exchange, and after the queue each binding's exchange is declared and bound. Values are equal by definition, except for
 * server-named queues: each object of those is a queue of its own.
 */
public final class Queue implements Entity {

    private final String name;
    private final boolean durable;
    private final boolean exclusive;
    private final boolean autoDelete;
    private final boolean noDeclare;
    private final Map<String, Object> arguments;
    private final Binding.@Nullable Source own;
    private final List<Binding.Source> bindings;
    private final @Nullable Consumer<QueueInfo> onDeclared;

    private Queue(Builder from) {
        name = from.name;
        durable = from.durable;
        exclusive = from.exclusive;
        autoDelete = from.autoDelete || from.exclusive;
        noDeclare = from.noDeclare;
        onDeclared = from.onDeclared;
        Map<String, Object> merged = new LinkedHashMap<>(from.arguments);
        merged.putAll(from.attributes);
        arguments = Collections.unmodifiableMap(merged);
        QueueArguments.checkTypes(toString(), arguments);
        QueueArguments.checkType(this, arguments);
        bindings = List.copyOf(from.bindings);
        Exchange exchange = from.exchange;
        own = exchange == null || exchange.name().isEmpty() || !bindings.isEmpty()
                ? null
                : new Binding.Source(exchange, from.routingKey, from.bindingArguments);
    }

    /** A durable queue without arguments and bindings. */
    public static Queue of(String name) {
        return builder(name).build();
    }

    /** A builder for a durable queue. The name has 1 to 255 bytes of UTF-8. */
    public static Builder builder(String name) {
        if (name.isEmpty()) {
            throw new InvalidMessageException("a queue has a name; for one that the broker names, use serverNamed()");
        }
        return new Builder(name);
    }

    /**
     * A builder for a queue that the broker names, anew on each connection: make it exclusive or have it expire, or it
     * outlives its use.
     */
    public static Builder serverNamed() {
        return new Builder("");
    }

    /** The name; empty for a server-named queue. */
    public String name() {
        return name;
    }

    /** Whether the broker is to name it. */
    public boolean isServerNamed() {
        return name.isEmpty();
    }

    /** See {@link Builder#durable(boolean)}. */
    public boolean durable() {
        return durable;
    }

    /** See {@link Builder#exclusive(boolean)}. */
    public boolean exclusive() {
        return exclusive;
    }

    /** See {@link Builder#autoDelete(boolean)}; true for every exclusive queue. */
    public boolean autoDelete() {
        return autoDelete;
    }

    /** See {@link Builder#noDeclare(boolean)}. */
    public boolean noDeclare() {
        return noDeclare;
    }

    /** All arguments, those that the builder has methods for included; cannot be changed. */
    public Map<String, Object> arguments() {
        return arguments;
    }

    /** The exchange it is bound to, declared before it; {@code null} without one, or if there are {@link #bindings}. */
    public Binding.@Nullable Source ownBinding() {
        return own;
    }

    /** Bindings made after it was declared, in order. */
    public List<Binding.Source> bindings() {
        return bindings;
    }

    /** See {@link Builder#onDeclared(Consumer)}. */
    public @Nullable Consumer<QueueInfo> onDeclared() {
        return onDeclared;
    }

    @Override
    public boolean isDeclarable() {
        return !noDeclare;
    }

    @Override
    public boolean isVolatile() {
        return autoDelete || arguments.containsKey(QueueArguments.EXPIRES);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // of server-named queues, each is its own
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Queue that
                        && !isServerNamed()
                        && name.equals(that.name)
                        && durable == that.durable
                        && exclusive == that.exclusive
                        && autoDelete == that.autoDelete
                        && noDeclare == that.noDeclare
                        && arguments.equals(that.arguments)
                        && Objects.equals(own, that.own)
                        && bindings.equals(that.bindings));
    }

    @Override
    public int hashCode() {
        return isServerNamed() ? System.identityHashCode(this) : name.hashCode();
    }

    /** Kind and name, for people. */
    @Override
    public String toString() {
        return isServerNamed() ? "server-named queue" : "queue \"" + name + "\"";
    }

    /** Sets a definition one by one; not thread-safe. Combinations are checked at {@link #build()}. */
    public static final class Builder {

        private static final int MAX_PRIORITIES = 255;

        private final String name;
        private boolean durable = true;
        private boolean exclusive;
        private boolean autoDelete;
        private boolean noDeclare;
        private Map<String, Object> arguments = Map.of();
        private final Map<String, Object> attributes = new LinkedHashMap<>(); // go before arguments of the same name
        private @Nullable Exchange exchange;
        private String routingKey = "";
        private Map<String, Object> bindingArguments = Map.of();
        private final List<Binding.Source> bindings = new ArrayList<>();
        private @Nullable Consumer<QueueInfo> onDeclared;

        private Builder(String name) {
            this.name = AmqpLimits.shortString("queue", name);
        }

        /** Whether it outlives the broker's restart; default true. */
        public Builder durable(boolean durable) {
            this.durable = durable;
            return this;
        }

        /**
         * Whether it belongs to the connection that declares it, and goes with it; default false. An exclusive queue is
         * auto-delete too, and nobody else can consume from it: an engine's is of use to count or purge only.
         */
        public Builder exclusive(boolean exclusive) {
            this.exclusive = exclusive;
            return this;
        }

        /** Whether it goes with its last consumer; default false. */
        public Builder autoDelete(boolean autoDelete) {
            this.autoDelete = autoDelete;
            return this;
        }

        /** Whether it is taken as it is: neither it nor its exchanges and bindings are declared; default false. */
        public Builder noDeclare(boolean noDeclare) {
            this.noDeclare = noDeclare;
            return this;
        }

        /** The kind of queue; default the broker's default. */
        public Builder type(QueueType type) {
            attributes.put(QueueArguments.TYPE, type.argument());
            return this;
        }

        /** Unused for so long, the queue is deleted; whole milliseconds (a fraction is cut off), at least 1, default never. */
        public Builder expires(Duration expires) {
            QueueArguments.putMs(attributes, QueueArguments.EXPIRES, expires, 1);
            return this;
        }

        /** How long a message may wait; whole milliseconds (a fraction is cut off), default for ever. */
        public Builder messageTtl(Duration messageTtl) {
            QueueArguments.putMs(attributes, QueueArguments.MESSAGE_TTL, messageTtl, 0);
            return this;
        }

        /** How many messages it holds at most; default any number. */
        public Builder maxLength(long messageCount) {
            QueueArguments.put(attributes, QueueArguments.MAX_LENGTH, messageCount, Long.MAX_VALUE);
            return this;
        }

        /** How many bytes of bodies it holds at most; default any number. */
        public Builder maxLengthBytes(long bytes) {
            QueueArguments.put(attributes, QueueArguments.MAX_LENGTH_BYTES, bytes, Long.MAX_VALUE);
            return this;
        }

        /** The highest priority it tells apart, 0 to 255; default none. */
        public Builder maxPriority(int maxPriority) {
            QueueArguments.put(attributes, QueueArguments.MAX_PRIORITY, maxPriority, MAX_PRIORITIES);
            return this;
        }

        /**
         * Further arguments; default none. Copied, deeply, here; values as those of
         * {@link PublishOptions.Builder#headers}. The methods above go before arguments of the same name.
         */
        public Builder arguments(Map<String, ?> arguments) {
            this.arguments = HeaderTables.copyOfArguments(arguments);
            return this;
        }

        /** The exchange to bind it to; default none. Without effect where there are {@link #bind bindings}. */
        public Builder exchange(Exchange exchange) {
            this.exchange = Objects.requireNonNull(exchange, "exchange");
            return this;
        }

        /** The key of the binding to {@link #exchange}; default empty. At most 255 bytes of UTF-8. */
        public Builder routingKey(String routingKey) {
            this.routingKey = AmqpLimits.shortString("routing key of a binding", routingKey);
            return this;
        }

        /** The arguments of the binding to {@link #exchange}; default none. Copied, deeply, here. */
        public Builder bindingArguments(Map<String, ?> arguments) {
            this.bindingArguments = HeaderTables.copyOfArguments(arguments);
            return this;
        }

        /** Adds a binding without arguments. */
        public Builder bind(Exchange source, String routingKey) {
            return bind(new Binding.Source(source, routingKey, Map.of()));
        }

        /** Adds a binding. */
        public Builder bind(Binding.Source source) {
            bindings.add(Objects.requireNonNull(source, "source"));
            return this;
        }

        /**
         * Called each time the queue was declared, on an engine's thread: it must be quick and may not block. What it
         * throws is logged and changes nothing. Default nobody.
         */
        public Builder onDeclared(Consumer<QueueInfo> onDeclared) {
            this.onDeclared = Objects.requireNonNull(onDeclared, "onDeclared");
            return this;
        }

        /** The queue as set so far, unless every broker would refuse it; the builder may be used further. */
        public Queue build() {
            return new Queue(this);
        }
    }
}
