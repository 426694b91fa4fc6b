package dev.ringpost;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A route from an exchange to a queue, or to another exchange (RabbitMQ's extension). Immutable and thread-safe.
 *
 * <p>Declaring a binding declares its two ends first, source before destination, and then binds them; an end that is to
 * be taken as it is has to say so ({@code noDeclare}). {@link Topology#bind} binds only.
 */
public final class Binding implements Entity {

    private final Entity destination;
    private final Source source;

    /**
     * Where a binding's messages come from.
     *
     * @param exchange the exchange; not the anonymous one, to which every queue is bound by its name and nothing else
     * @param routingKey the binding's key; at most 255 bytes of UTF-8
     * @param arguments the binding's arguments; copied, deeply
     */
    public record Source(Exchange exchange, String routingKey, Map<String, Object> arguments) {

        /** Checks and copies. */
        public Source {
            AmqpLimits.shortString("routing key of a binding", routingKey);
            arguments = HeaderTables.copyOfArguments(arguments);
            if (exchange.name().isEmpty()) {
                throw new InvalidMessageException(
                        "nothing can be bound to the anonymous exchange: it routes to every queue by the queue's name");
            }
        }
    }

    private Binding(Entity destination, Source source) {
        this.destination = Objects.requireNonNull(destination, "destination");
        this.source = Objects.requireNonNull(source, "source");
    }

    /** A queue's binding without arguments. */
    public static Binding of(Queue destination, Exchange source, String routingKey) {
        return of(destination, new Source(source, routingKey, Map.of()));
    }

    /** A queue's binding. */
    public static Binding of(Queue destination, Source source) {
        return new Binding(destination, source);
    }

    /** An exchange's binding without arguments. */
    public static Binding of(Exchange destination, Exchange source, String routingKey) {
        return of(destination, new Source(source, routingKey, Map.of()));
    }

    /** An exchange's binding. */
    public static Binding of(Exchange destination, Source source) {
        if (destination.name().isEmpty()) {
            throw new InvalidMessageException("the anonymous exchange cannot be bound to another");
        }
        return new Binding(destination, source);
    }

    /** Where messages go: a {@link Queue} or an {@link Exchange}. */
    public Entity destination() {
        return destination;
    }

    /** Where they come from. */
    public Source source() {
        return source;
    }

    @Override
    public boolean isDeclarable() {
        return true;
    }

    /** Whether one of its ends is: the binding goes with it. */
    @Override
    public boolean isVolatile() {
        return destination.isVolatile() || source.exchange().isVolatile();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Binding that && destination.equals(that.destination) && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return Objects.hash(destination, source.exchange(), source.routingKey());
    }

    /** Both ends and the key, for people. */
    @Override
    public String toString() {
        return "binding of " + destination + " to " + source.exchange() + " with key \"" + source.routingKey() + "\"";
    }
}
