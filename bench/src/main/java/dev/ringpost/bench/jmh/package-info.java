/**
 * Single parts of the engine under JMH, each beside the simplest thing that does the same job.
 *
 * <p>A benchmark whose method is named {@code baseline…} is what the others of its class are compared with, as far as their
 * parameters agree; {@link dev.ringpost.bench.jmh.JmhMain} works out and prints by how much they are faster.
 *
 * <p>State that a benchmark needs is a nested class where only that one uses it, else a class of its own. Brokers run in
 * JVMs of their own, so that neither their work nor their garbage is counted.
 */
@NullMarked
package dev.ringpost.bench.jmh;

import org.jspecify.annotations.NullMarked;
