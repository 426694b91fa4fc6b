/**
 * The publishers that one would otherwise use, beside this one, on one broker: the table of contestants, brokers for them,
 * rounds, reports.
 */
@NullMarked
package dev.ringpost.bench.peers;

import org.jspecify.annotations.NullMarked;
