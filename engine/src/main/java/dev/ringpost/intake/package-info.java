/**
 * The callers' side: what {@code publish} does on the calling thread, from the body to the published slot, and the engine
 * that callers hold. Internal.
 */
@NullMarked
package dev.ringpost.intake;

import org.jspecify.annotations.NullMarked;
