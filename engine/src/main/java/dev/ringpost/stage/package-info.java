/**
 * What the lane does with each message, one handler a step, in Disruptor's {@code EventHandler} shape: serialize, then
 * publish. Internal; each handler can be stepped alone.
 */
@NullMarked
package dev.ringpost.stage;

import org.jspecify.annotations.NullMarked;
