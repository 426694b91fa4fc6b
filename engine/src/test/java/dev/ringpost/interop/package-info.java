/**
 * The engine against real Kombu, over RabbitMQ: what the engine publishes is read with Kombu's consumer, and what both
 * publish of the same input is compared, as it is on the wire and as Kombu reads it. Where the two differ on purpose is said
 * in {@code config/kombu.md}; all else is equal, and tested to be.
 *
 * <p>{@code interop/kombu_peer.py} among the test resources is Kombu's side. The tests hold for the Kombu of Debian 12 (5.2)
 * and for newer ones: where those differ, the test asks {@link dev.ringpost.testing.KombuPeer} which it is.
 */
@NullMarked
package dev.ringpost.interop;

import org.jspecify.annotations.NullMarked;
