/**
 * How bodies become smaller: the compressor's contract, the built-in ones under Kombu's names, and the registry that finds
 * them; and how consumers undo it. Knows nothing of rings or AMQP frames.
 */
@NullMarked
package dev.ringpost.compression;

import org.jspecify.annotations.NullMarked;
