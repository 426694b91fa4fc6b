/**
 * Record batching: which records will share an AMQP message, when that is to be sent, and its body.
 *
 * <p>A record stays in its slot; a pack only knows which slots are its records. What is settled or moved meanwhile is left
 * out when the body is made, and a lost connection needs no more than forgetting the packs.
 */
@NullMarked
package dev.ringpost.pack;

import org.jspecify.annotations.NullMarked;
