/** The engine as a contestant: the allocation-free form, the Receipt form, and records to JSON. */
@NullMarked
package dev.ringpost.bench.engine;

import org.jspecify.annotations.NullMarked;
