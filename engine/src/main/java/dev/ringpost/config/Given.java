package dev.ringpost.config;

import java.util.List;

/**
 * A value as it was written.
 *
 * @param origin where
 * @param texts one, or those of a list
 * @param isList whether it is a list
 */
record Given(Origin origin, List<String> texts, boolean isList) {

    static Given of(Origin origin, String text) {
        return new Given(origin, List.of(text), false);
    }

    /** As one text. */
    String joined() {
        return String.join(", ", texts);
    }
}
