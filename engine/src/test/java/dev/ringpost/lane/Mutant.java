package dev.ringpost.lane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A deliberately broken engine: some exact texts of its sources replaced.
 *
 * @param name what is wrong with it, for people
 * @param edits what is replaced
 */
record Mutant(String name, List<Edit> edits) {

    /**
     * One replacement.
     *
     * @param file a main source, from the package {@code dev.ringpost} on
     * @param text stands in it exactly once
     * @param replacement stands there instead
     */
    record Edit(String file, String text, String replacement) {

        private static final String PACKAGE_DIR = "dev/ringpost/";

        String original(Path sources) throws IOException {
            return Files.readString(sources.resolve(PACKAGE_DIR + file));
        }

        String applyTo(String source, String mutant) {
            int at = source.indexOf(text);
            if (at < 0 || source.indexOf(text, at + 1) >= 0) {
                throw new AssertionError("mutant \"" + mutant + "\": the text \"" + text + "\" is "
                        + (at < 0 ? "not" : "more than once") + " in " + file
                        + ": the source has changed, so change the mutant");
            }
            return source.substring(0, at) + replacement + source.substring(at + text.length());
        }

        String path() {
            return PACKAGE_DIR + file;
        }
    }

    static Mutant of(String name, String file, String text, String replacement) {
        return new Mutant(name, List.of(new Edit(file, text, replacement)));
    }

    /** The same with one more text replaced, where one alone changes nothing because something else stands in for it. */
    Mutant and(String file, String text, String replacement) {
        List<Edit> more = new ArrayList<>(edits);
        more.add(new Edit(file, text, replacement));
        return new Mutant(name, more);
    }

    @Override
    public String toString() {
        return name;
    }
}
