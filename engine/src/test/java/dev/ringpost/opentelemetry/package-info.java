@NullMarked
package dev.ringpost.opentelemetry;

import org.jspecify.annotations.NullMarked;
