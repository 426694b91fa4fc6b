package dev.ringpost.config;

import java.util.List;

/** A part of a file, free of the library that read it. Lines count from 1. */
sealed interface ConfigNode {

    /** Where it begins. */
    int line();

    /**
     * A single value.
     *
     * @param text as written, without quotes
     * @param isNull whether it is nothing: left out, {@code ~} or {@code null}
     */
    record Scalar(String text, boolean isNull, int line) implements ConfigNode {}

    /** A list. */
    record Items(List<ConfigNode> items, int line) implements ConfigNode {}

    /** Keys with values, each key once. */
    record Group(List<Member> members, int line) implements ConfigNode {}

    /** One of a group. */
    record Member(String key, ConfigNode value, int line) {}

    /** Whether there is nothing, as behind a key whose parts are all commented out. */
    default boolean isNothing() {
        return this instanceof Scalar scalar && scalar.isNull();
    }
}
