/**
 * {@code scripts/bench scaling}: whether a message's cost stays the same when there are more of something: bytes, messages in
 * flight, lanes, callers, routes, or messages before it.
 *
 * <p>{@code Dimension} has the points, one thing changed at a time; {@code ScalingRun} measures one point in a JVM of its own,
 * with {@code ScalingPublish}; {@code ScalingBench} is the command, {@code ScalingReport} compares each point with the base
 * case measured nearest to it.
 */
@NullMarked
package dev.ringpost.bench.scaling;

import org.jspecify.annotations.NullMarked;
