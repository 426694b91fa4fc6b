/**
 * The engine's meters in Micrometer: {@link dev.ringpost.micrometer.EngineMeterBinder}. Needs {@code micrometer-core}, which
 * nothing else here does.
 */
@NullMarked
package dev.ringpost.micrometer;

import org.jspecify.annotations.NullMarked;
