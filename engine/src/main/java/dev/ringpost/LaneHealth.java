package dev.ringpost;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one lane is.
 *
 * @param lane its name, with which its threads' names and its lines in the log begin
 * @param state what it is doing about its connection
 * @param since when that state began, by the machine's calendar, to the millisecond
 * @param cause for people, why the state is not {@link LaneState#OPEN}; without passwords; {@code null} when there is
 *     nothing to say
 * @param address host and port of the broker it is connected to; {@code null} if it is not
 */
public record LaneHealth(
        String lane,
        LaneState state,
        Instant since,
        @Nullable String cause,
        @Nullable String address) {}
