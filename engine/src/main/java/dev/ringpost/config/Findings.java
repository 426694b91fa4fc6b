package dev.ringpost.config;

import dev.ringpost.ConfigException;
import dev.ringpost.ConfigException.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that is wrong with a file and its overrides. Not thread-safe. */
final class Findings {

    private record Finding(Origin origin, Problem problem) {}

    private final List<Finding> findings = new ArrayList<>();

    /** Something wrong at a key, or with an empty key at a place. */
    void add(Origin origin, String key, String text) {
        add(origin, key, "", text);
    }

    void add(Origin origin, String key, String conflictsWith, String text) {
        findings.add(new Finding(origin, new Problem(origin.toString(), key, conflictsWith, text)));
    }

    boolean isEmpty() {
        return findings.isEmpty();
    }

    /** Whether there is something wrong with that key, or below it. */
    boolean isAbout(String key) {
        return !key.isEmpty()
                && findings.stream()
                        .map(finding -> finding.problem().key())
                        .anyMatch(found -> found.equals(key) || found.startsWith(key + "."));
    }

    /**
     * Unless nothing is wrong.
     *
     * @throws ConfigException with all of it: the file's in the order of its lines, then the overrides'
     */
    void throwIfAny(@Nullable Path file) {
        if (findings.isEmpty()) {
            return;
        }
        List<Problem> problems = findings.stream()
                .sorted(Comparator.comparing(
                                (Finding finding) -> finding.origin().file() == null)
                        .thenComparingInt(finding -> finding.origin().line()))
                .map(Finding::problem)
                .toList();
        throw new ConfigException(
                (file == null ? "the configuration without a file has " : "configuration " + file + " has ")
                        + (problems.size() == 1 ? "an error" : problems.size() + " errors")
                        + problems.stream().map(problem -> "\n  " + problem).collect(Collectors.joining()),
                problems);
    }
}
