package dev.ringpost.config;

import dev.ringpost.EngineSettings;
import dev.ringpost.RingpostException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of options.
 *
 * @param <D> what collects the values
 * @param <T> its value
 * @param key its name in the file, with dots between group and option
 * @param type how its value is read
 * @param usual the default as it may be written, or {@code null} if it cannot be. Text that {@code type} does not read is
 *     a word for what is found out only when the engine starts
 * @param example what the reference shows where there is no {@code usual}
 * @param about what it is and what follows from it, for people; the default too where {@code usual} does not tell it
 * @param put how the value gets where it belongs; errors are {@link IllegalArgumentException} or {@link RingpostException}
 * @param effective what an engine has of it in the end, or {@code null} if nobody can tell
 */
record Option<D, T>(
        String key,
        ValueType<T> type,
        @Nullable String usual,
        String example,
        String about,
        BiConsumer<D, T> put,
        @Nullable Function<EngineSettings, @Nullable T> effective) {

    /** With a default that can be written. */
    static <D, T> Option<D, T> of(String key, ValueType<T> type, String usual, String about, BiConsumer<D, T> put) {
        return new Option<>(key, type, usual, usual, about, put, null);
    }

    /** Without one. */
    static <D, T> Option<D, T> unset(
            String key, ValueType<T> type, String example, String about, BiConsumer<D, T> put) {
        return new Option<>(key, type, null, example, about, put, null);
    }

    /** The same with a way to see what became of it. */
    Option<D, T> seenAs(Function<EngineSettings, @Nullable T> other) {
        return new Option<>(key, type, usual, example, about, put, other);
    }

    /** What may be written, for people. */
    String allowed() {
        return type.allowed() + (isUsualAWord() ? ", or " + usual : "");
    }

    /** Whether the default is a word, and no value. */
    boolean isUsualAWord() {
        if (usual == null) {
            return false;
        }
        try {
            T unused = type.reader().apply(Given.of(new Origin("", 0, null), usual));
            return false;
        } catch (IllegalArgumentException | RingpostException e) {
            return true;
        }
    }

    /** The value that an engine has in the end, in the form that is read; {@code otherwise} if only that can be said. */
    String seenIn(EngineSettings settings, String otherwise) {
        if (effective == null) {
            return otherwise;
        }
        T value = effective.apply(settings);
        return value == null ? otherwise : type.shower().apply(value);
    }

    /** The value, or {@code null} if there was something wrong with it, which is then among the findings. */
    @Nullable
    Setting<D, T> read(String path, Given given, Findings findings) {
        if (given.isList() && !type.takesList()) {
            findings.add(given.origin(), path, "is a list, where one value is expected; allowed: " + allowed());
            return null;
        }
        if (given.joined().equals(usual)) {
            return new Setting<>(this, path, given, null);
        }
        try {
            return new Setting<>(this, path, given, type.reader().apply(given));
        } catch (IllegalArgumentException | RingpostException e) {
            String wrong = type.isHidden()
                    ? String.valueOf(e.getMessage())
                    : Shown.quoted(given.joined()) + " " + e.getMessage() + "; allowed: " + allowed();
            findings.add(given.origin(), path, wrong);
            return null;
        }
    }
}
