/**
 * One lane: the agent that owns its messages, the agent that delivers outcomes, the connection of the moment (epoch) and
 * its supervisor. {@link dev.ringpost.lane.Lane} is the wiring. Internal.
 */
@NullMarked
package dev.ringpost.lane;

import org.jspecify.annotations.NullMarked;
