package dev.ringpost.testing;

/**
 * Sees what passes a {@link TcpProxy}. Called on the proxy's threads, for one direction of a connection on one thread; must
 * be quick.
 */
public interface ProxyWitness {

    /** A connection was accepted, or is about to be refused; the first one is number 1. */
    default void onAccepted(int connection) {}

    /** The first {@code length} of these bytes are about to be passed on. */
    default void onBytes(int connection, TcpProxy.Direction direction, byte[] bytes, int length) {}
}
