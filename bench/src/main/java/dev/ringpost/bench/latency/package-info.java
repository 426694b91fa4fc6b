/**
 * {@code scripts/bench latency}: how long a publish call takes, and how long a message takes to its confirm, at fixed rates.
 *
 * <p>{@code OpenLoop} is what measures: messages are due at fixed times, whatever became of those before, and latencies count
 * from those times. {@code LatencyRun} is one contestant at one rate in a JVM of its own; {@code LatencyBench} is the command,
 * with its rounds and its report.
 */
@NullMarked
package dev.ringpost.bench.latency;

import org.jspecify.annotations.NullMarked;
