/** The message all contestants send, and the AMQP 0-9-1 wire constants the hot paths use. */
@NullMarked
package dev.ringpost.bench.wire;

import org.jspecify.annotations.NullMarked;
