package dev.ringpost;

import dev.ringpost.ConfigException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a builder finds wrong with its settings, each with the method that set it. Not thread-safe. */
final class WrongSettings {

    private final List<Problem> problems = new ArrayList<>();

    /**
     * A value that is wrong by itself.
     *
     * @param option the builder's method
     * @param text what is wrong, and with what
     */
    void add(String option, String text) {
        add(option, "", text);
    }

    /** Two values that do not go together. */
    void add(String option, String conflictsWith, String text) {
        problems.add(new Problem("", option, conflictsWith, text));
    }

    /** Unless there is nothing wrong. */
    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ConfigException(
                    "engine settings: " + problems.stream().map(Problem::text).collect(Collectors.joining("; ")),
                    problems);
        }
    }
}
