package dev.ringpost.config;

import java.util.function.Function;

/**
 * How a value is read from text, and shown.
 *
 * @param allowed what may be written, for people
 * @param takesList whether a list may be written; else one value has to be
 * @param isHidden whether the value must not be repeated; the reader's errors then say all there is to say
 * @param reader answers the value, or throws an {@link IllegalArgumentException} that says what the text is not
 * @param shower the value in the form that is read
 */
record ValueType<T>(
        String allowed, boolean takesList, boolean isHidden, Function<Given, T> reader, Function<T, String> shower) {

    /** One value, whose text decides alone. */
    static <T> ValueType<T> of(String allowed, Function<String, T> reader, Function<T, String> shower) {
        return new ValueType<>(allowed, false, false, given -> reader.apply(given.joined()), shower);
    }
}
