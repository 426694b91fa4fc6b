/** How bodies become bytes: the serializer's contract and the built-in ones. Knows nothing of rings or AMQP frames. */
@NullMarked
package dev.ringpost.serialization;

import org.jspecify.annotations.NullMarked;
