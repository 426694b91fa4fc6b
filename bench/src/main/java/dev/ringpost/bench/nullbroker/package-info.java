/** An AMQP 0-9-1 server on loopback that confirms everything, stores nothing and counts what arrived. */
@NullMarked
package dev.ringpost.bench.nullbroker;

import org.jspecify.annotations.NullMarked;
