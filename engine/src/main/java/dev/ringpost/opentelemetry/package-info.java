/**
 * Traces of what is published, by OpenTelemetry: spans, and their context in the headers. Needs
 * {@code io.opentelemetry:opentelemetry-api}, which the engine does without.
 */
@NullMarked
package dev.ringpost.opentelemetry;

import org.jspecify.annotations.NullMarked;
