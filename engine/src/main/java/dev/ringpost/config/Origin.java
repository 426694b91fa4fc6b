package dev.ringpost.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands.
 *
 * @param place the file as the application named it, or the variable or property with its kind
 * @param line in the file, from 1; 0 for elsewhere or nowhere in particular
 * @param file the file, or {@code null} for elsewhere
 */
record Origin(String place, int line, @Nullable Path file) {

    static Origin inFile(Path file, int line) {
        return new Origin(file.toString(), line, file);
    }

    /** Nowhere in particular in a file, or without one in what replaces it. */
    static Origin of(@Nullable Path file) {
        return file == null ? new Origin("environment and system properties", 0, null) : inFile(file, 0);
    }

    static Origin variable(String name) {
        return new Origin("environment variable " + name, 0, null);
    }

    static Origin property(String name) {
        return new Origin("system property " + name, 0, null);
    }

    /** Another file by its name: beside this one, or in the process's directory where there is none. */
    Path resolve(String name) {
        return file == null ? Path.of(name) : file.resolveSibling(name);
    }

    /** For people. */
    @Override
    public String toString() {
        return line == 0 ? place : place + ":" + line;
    }
}
