/**
 * Encrypted connections: which brokers are believed, as whom the engine shows itself, and the files that say so. Knows
 * nothing of AMQP.
 */
@NullMarked
package dev.ringpost.tls;

import org.jspecify.annotations.NullMarked;
