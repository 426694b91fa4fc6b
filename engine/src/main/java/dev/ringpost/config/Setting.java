package dev.ringpost.config;

import dev.ringpost.RingpostException;
import org.jspecify.annotations.Nullable;

/**
 * An option with its value.
 *
 * @param path the option's key with the section that it stands in
 * @param given what was written
 * @param value {@code null} for the default
 */
record Setting<D, T>(
        Option<D, T> option,
        String path,
        Given given,
        @Nullable T value) {

    /** Puts it where it belongs. */
    void putOn(D draft) {
        if (value != null) {
            option.put().accept(draft, value);
        }
    }

    /** The same for the first time, when there may be something wrong that the type alone could not see. */
    void tryOn(D draft, Findings findings) {
        try {
            putOn(draft);
        } catch (IllegalArgumentException | RingpostException e) {
            String wrong = option.type().isHidden() ? "" : Shown.quoted(given.joined()) + ": ";
            findings.add(given.origin(), path, wrong + e.getMessage());
        }
    }

    /** The value in the form that is read, without passwords. */
    String shown() {
        return value == null ? given.joined() : option.type().shower().apply(value);
    }
}
