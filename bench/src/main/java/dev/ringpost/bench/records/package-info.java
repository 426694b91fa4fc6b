/**
 * {@code scripts/bench records}: what record batching makes of an ordinary RabbitMQ, beside RabbitMQ's own publishers.
 *
 * <p>{@code RecordsBench} is the command; {@code ThroughputBench} and {@code BatchingLatencyBench} are its two parts, each with its
 * contestants, its rounds and its report.
 */
@NullMarked
package dev.ringpost.bench.records;

import org.jspecify.annotations.NullMarked;
