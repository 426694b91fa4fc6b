/**
 * Events for Java Flight Recorder. Internal; what they tell is described in {@code config/meters.md}, and {@code
 * config/ringpost.jfc} switches them on. Without a recording nothing is made of them, and Flight Recorder is not started.
 */
@NullMarked
package dev.ringpost.jfr;

import org.jspecify.annotations.NullMarked;
