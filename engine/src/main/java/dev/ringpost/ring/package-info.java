/**
 * The window of messages in flight: slots, the claim, the wake-up signal and the byte budget. Internal; knows nothing of
 * AMQP.
 */
@NullMarked
package dev.ringpost.ring;

import org.jspecify.annotations.NullMarked;
