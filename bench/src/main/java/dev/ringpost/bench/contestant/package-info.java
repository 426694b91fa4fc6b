/** What a contestant is: options, warm-up, the measured part, one JSON line. Knows no particular contestant. */
@NullMarked
package dev.ringpost.bench.contestant;

import org.jspecify.annotations.NullMarked;
