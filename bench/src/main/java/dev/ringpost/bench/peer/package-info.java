/** The contestants Ringpost is compared with, each a main in its own JVM. */
@NullMarked
package dev.ringpost.bench.peer;

import org.jspecify.annotations.NullMarked;
