/**
 * What broker tests share: a private RabbitMQ node per JVM or per test, and Kombu in a Python process.
 *
 * <p>{@link dev.ringpost.testing.RabbitTest @RabbitTest} on a class skips it, loudly, where RabbitMQ is not installed,
 * and hands the JVM's shared {@link dev.ringpost.testing.RabbitNode} to every parameter of that type. A test that kills
 * or reconfigures its node starts its own with {@link dev.ringpost.testing.RabbitNode#start()}.
 *
 * <p>{@link dev.ringpost.testing.KombuTest @KombuTest} does the same where no Python has Kombu, and hands the class a
 * {@link dev.ringpost.testing.KombuPeer}, which consumes and publishes as it is told.
 */
@NullMarked
package dev.ringpost.testing;

import org.jspecify.annotations.NullMarked;
