/** Runs the table of contestants in rounds against the null broker, checks the counts and writes the report. */
@NullMarked
package dev.ringpost.bench.run;

import org.jspecify.annotations.NullMarked;
