package dev.ringpost;

import java.io.Serializable;
import java.util.List;

/**
 * Everything that is wrong with an engine's settings, whether from a file, from its overrides or from code. The message is
 * for people and has all of it; no text in it is a password.
 */
public final class ConfigException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final Problem[] problems;

    /**
     * One thing that is wrong.
     *
     * @param where file and line, environment variable or system property; empty for what code set
     * @param key the option; as in the file, or the builder's method for what code set
     * @param conflictsWith the option it does not go together with; empty if it is wrong by itself
     * @param text what was given, what is wrong with it, and what is allowed
     */
    public record Problem(String where, String key, String conflictsWith, String text) implements Serializable {

        private static final long serialVersionUID = 1L;

        /** One line. */
        @Override
        public String toString() {
            return (where.isEmpty() ? "" : where + ": ") + (key.isEmpty() ? "" : key + ": ") + text;
        }
    }

    /**
     * With at least one problem.
     *
     * @param message all problems, for people
     * @param problems the same, one by one
     */
    public ConfigException(String message, List<Problem> problems) {
        super(message);
        this.problems = problems.toArray(Problem[]::new);
    }

    /** What is wrong: that of a file in the order of its lines, then that of the overrides. */
    public List<Problem> problems() {
        return List.of(problems);
    }
}
