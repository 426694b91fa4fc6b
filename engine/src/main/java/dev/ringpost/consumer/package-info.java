/**
 * For applications that consume what an engine published. Needs no engine, no connection, and no library but that of a
 * compression that is met.
 */
@NullMarked
package dev.ringpost.consumer;

import org.jspecify.annotations.NullMarked;
