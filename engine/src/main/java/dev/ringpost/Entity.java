package dev.ringpost;

/**
 * Something of a broker that can be declared: an {@link Exchange}, a {@link Queue} or a {@link Binding}. Entities are
 * immutable values; two are equal if their whole definitions are, callbacks excepted. Declaring one that the broker has
 * already, with the same definition, changes nothing there.
 */
public sealed interface Entity permits Exchange, Queue, Binding {

    /**
     * Whether there is anything to declare: not for exchanges that every broker has (the anonymous one and those whose
     * name begins with {@code amq.}), nor for what is marked as not to be declared.
     */
    boolean isDeclarable();

    /**
     * Whether the broker may delete it by itself while the connection lives (auto-delete, exclusive, expiring). Such an
     * entity is declared for every use; others once for each connection.
     */
    boolean isVolatile();
}
