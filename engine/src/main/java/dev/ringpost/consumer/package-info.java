/**
 * For applications that consume what an engine published. Needs no engine, no connection and no library.
 */
@NullMarked
package dev.ringpost.consumer;

import org.jspecify.annotations.NullMarked;
