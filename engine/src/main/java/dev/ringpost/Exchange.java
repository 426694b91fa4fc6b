package dev.ringpost;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An exchange as it is to be declared. Immutable and thread-safe. */
public final class Exchange implements Entity {

    /** The type whose routing key is the binding's key. */
    public static final String DIRECT = "direct";

    /** The type that routes to everything bound. */
    public static final String FANOUT = "fanout";

    /** The type whose binding keys are patterns of words. */
    public static final String TOPIC = "topic";

    /** The type that routes by headers. */
    public static final String HEADERS = "headers";

    /** The exchange with the empty name, which every broker has: the routing key is the queue's name. */
    public static final Exchange ANONYMOUS = builder("").build();

    private static final String PREDECLARED_PREFIX = "amq.";

    private final String name;
    private final String type;
    private final boolean durable;
    private final boolean autoDelete;
    private final boolean passive;
    private final boolean internal;
    private final boolean noDeclare;
    private final @Nullable DeliveryMode deliveryMode;
    private final Map<String, Object> arguments;

    private Exchange(Builder from) {
        name = from.name;
        type = from.type;
        durable = from.durable;
        autoDelete = from.autoDelete;
        passive = from.passive;
        internal = from.internal;
        noDeclare = from.noDeclare;
        deliveryMode = from.deliveryMode;
        arguments = from.arguments;
    }

    /** A durable exchange of this type, without arguments. */
    public static Exchange of(String name, String type) {
        return builder(name).type(type).build();
    }

    /** A builder for a durable exchange of type {@link #DIRECT}. The name has at most 255 bytes of UTF-8. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** The name; empty for the anonymous exchange. */
    public String name() {
        return name;
    }

    /** See {@link Builder#type(String)}. */
    public String type() {
        return type;
    }

    /** See {@link Builder#durable(boolean)}. */
    public boolean durable() {
        return durable;
    }

    /** See {@link Builder#autoDelete(boolean)}. */
    public boolean autoDelete() {
        return autoDelete;
    }

    /** See {@link Builder#passive(boolean)}. */
    public boolean passive() {
        return passive;
    }

    /** See {@link Builder#internal(boolean)}. */
    public boolean internal() {
        return internal;
    }

    /** See {@link Builder#noDeclare(boolean)}. */
    public boolean noDeclare() {
        return noDeclare;
    }

    /** See {@link Builder#deliveryMode(DeliveryMode)}. */
    public @Nullable DeliveryMode deliveryMode() {
        return deliveryMode;
    }

    /** See {@link Builder#arguments(Map)}; cannot be changed. */
    public Map<String, Object> arguments() {
        return arguments;
    }

    @Override
    public boolean isDeclarable() {
        return !noDeclare && !name.isEmpty() && !name.startsWith(PREDECLARED_PREFIX);
    }

    @Override
    public boolean isVolatile() {
        return autoDelete;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Exchange that
                && name.equals(that.name)
                && type.equals(that.type)
                && durable == that.durable
                && autoDelete == that.autoDelete
                && passive == that.passive
                && internal == that.internal
                && noDeclare == that.noDeclare
                && deliveryMode == that.deliveryMode
                && arguments.equals(that.arguments);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type);
    }

    /** Kind and name, for people. */
    @Override
    public String toString() {
        return name.isEmpty() ? "the anonymous exchange" : "exchange \"" + name + "\"";
    }

    /** Sets a definition one by one; not thread-safe. */
    public static final class Builder {

        private final String name;
        private String type = DIRECT;
        private boolean durable = true;
        private boolean autoDelete;
        private boolean passive;
        private boolean internal;
        private boolean noDeclare;
        private @Nullable DeliveryMode deliveryMode;
        private Map<String, Object> arguments = Map.of();

        private Builder(String name) {
            this.name = AmqpLimits.shortString("exchange", name);
        }

        /**
         * The type, one of this class's constants or one of a plug-in's; default {@link #DIRECT}. At most 255 bytes of
         * UTF-8. RabbitMQ closes the whole connection over a type that it does not know.
         */
        public Builder type(String type) {
            this.type = AmqpLimits.shortString("exchange type", type);
            return this;
        }

        /** Whether it outlives the broker's restart; default true. */
        public Builder durable(boolean durable) {
            this.durable = durable;
            return this;
        }

        /** Whether it goes with its last binding; default false. */
        public Builder autoDelete(boolean autoDelete) {
            this.autoDelete = autoDelete;
            return this;
        }

        /** Whether declaring it only asserts that there is one of that name, whatever its definition; default false. */
        public Builder passive(boolean passive) {
            this.passive = passive;
            return this;
        }

        /** Whether nobody can publish to it, so that only bindings lead there; default false. */
        public Builder internal(boolean internal) {
            this.internal = internal;
            return this;
        }

        /** Whether it is taken as it is and never declared; default false. */
        public Builder noDeclare(boolean noDeclare) {
            this.noDeclare = noDeclare;
            return this;
        }

        /** The delivery mode of messages published to it that bring none; default none, which means persistent. */
        public Builder deliveryMode(DeliveryMode deliveryMode) {
            this.deliveryMode = Objects.requireNonNull(deliveryMode, "deliveryMode");
            return this;
        }

        /**
         * The arguments, such as {@code alternate-exchange}; default none. Copied, deeply, here; values as those of
         * {@link PublishOptions.Builder#headers}.
         */
        public Builder arguments(Map<String, ?> arguments) {
            this.arguments = HeaderTables.copyOfArguments(arguments);
            return this;
        }

        /** The exchange as set so far; the builder may be used further. */
        public Exchange build() {
            return new Exchange(this);
        }
    }
}
