/** What a lane counts and times. Internal; the public view is {@link dev.ringpost.EngineStats}. */
@NullMarked
package dev.ringpost.metrics;

import org.jspecify.annotations.NullMarked;
