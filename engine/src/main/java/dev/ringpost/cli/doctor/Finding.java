package dev.ringpost.cli.doctor;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the doctor looked at.
 *
 * @param status whether it is as it should be
 * @param what what was looked at, in a word or two
 * @param value what was seen
 * @param advice what to change, or {@code null} if nothing
 */
@JsonPropertyOrder({"status", "what", "value", "advice"})
public record Finding(
        Status status, String what, String value, @Nullable String advice) {

    /** How it is. */
    public enum Status {
        /** As it should be. */
        OK,

        /** It works, and should not be left so. */
        WARN,

        /** Publishing does not work, or will not for long. */
        FAIL,

        /** It could not be looked at; the value says why. */
        SKIP;

        /** As it is printed. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
