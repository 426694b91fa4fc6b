/**
 * A message broker inside this process, for trying Ringpost and for tests on machines without RabbitMQ.
 *
 * <p>The broker is Apache Qpid Broker-J (an optional dependency: {@code qpid-broker-core},
 * {@code qpid-broker-plugins-amqp-0-8-protocol} and {@code qpid-broker-plugins-memory-store}). It speaks AMQP 0-9-1
 * with publisher confirms on a loopback port and forgets everything when it is closed. It is not RabbitMQ: it refuses
 * RabbitMQ's own queue arguments ({@code x-max-length} and the like) with reply code 542, and its speed says nothing
 * about a real broker's.
 *
 * <p>No other package of the engine may use this one.
 */
@NullMarked
package dev.ringpost.embedded;

import org.jspecify.annotations.NullMarked;
