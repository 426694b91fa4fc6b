/** The engine against a broker that speaks AMQP by a test's script, and says what a real one does not say on demand. */
@NullMarked
package dev.ringpost.faults.wire;

import org.jspecify.annotations.NullMarked;
