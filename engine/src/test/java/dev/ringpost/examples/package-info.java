/** Examples of Kombu's documentation as programs for this engine: each takes the broker's URI and publishes. */
@NullMarked
package dev.ringpost.examples;

import org.jspecify.annotations.NullMarked;
