/** What a lane counts and times. Internal; the public views are {@link dev.ringpost.EngineStats} and
 * {@link dev.ringpost.EngineMeters}. */
@NullMarked
package dev.ringpost.metrics;

import org.jspecify.annotations.NullMarked;
