package dev.ringpost.config;

import dev.ringpost.ConfigException;
import dev.ringpost.ConfigException.Problem;
import dev.ringpost.EngineSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values that are right by themselves, against each other. The rules are the builder's; here its words become those of the
 * file, and get the places where the values stand.
 */
final class ConflictCheck {

    private static final String PRODUCERS = ProducerOptions.SECTION + ".";

    private final @Nullable Path file;
    private final Map<String, Setting<EngineDraft, ?>> engine;
    private final Map<String, List<Setting<ProducerDraft, ?>>> producers;
    private final Findings findings;
    private final List<Problem> found = new ArrayList<>();

    ConflictCheck(
            @Nullable Path file,
            Map<String, Setting<EngineDraft, ?>> engine,
            Map<String, List<Setting<ProducerDraft, ?>>> producers,
            Findings findings) {
        this.file = file;
        this.engine = engine;
        this.producers = producers;
        this.findings = findings;
    }

    /** Adds what is wrong to the findings. */
    void check() {
        EngineDraft draft = new EngineDraft();
        engine.values().forEach(setting -> setting.tryOn(draft, findings));
        draft.tls().check((key, with, text) -> found.add(new Problem("", key, with, text)));
        Map<String, Setting<EngineDraft, ?>> usable = new LinkedHashMap<>(engine);
        if (!found.isEmpty() || findings.isAbout(EngineOptions.SECTION + "." + TlsOptions.GROUP)) {
            // Half of the TLS settings would mean something else.
            usable.keySet().removeIf(LoadedConfig::needsTls);
        }
        Map<String, List<Setting<ProducerDraft, ?>>> usableProducers = new LinkedHashMap<>(producers);
        usableProducers.keySet().removeIf(name -> findings.isAbout(path(PRODUCERS + name)));
        try {
            EngineSettings unused = new LoadedConfig(usable, usableProducers, true, List.of())
                    .checkable()
                    .buildSettings();
        } catch (ConfigException e) {
            e.problems().stream().map(ConflictCheck::inWordsOfTheFile).forEach(found::add);
        }
        // One of whose values is wrong by itself was looked at with the default in its place.
        found.removeIf(
                problem -> findings.isAbout(path(problem.key())) || findings.isAbout(path(problem.conflictsWith())));
        found.forEach(this::add);
    }

    /** The builder's {@code retryPolicy.intervalStart} is the file's {@code retry-policy.interval-start}. */
    private static Problem inWordsOfTheFile(Problem problem) {
        String key = problem.key().startsWith(PRODUCERS) ? problem.key() : Nearest.dashed(problem.key());
        // Of TLS, the texts are about files, whose names may be any words.
        String text =
                key.equals(TlsOptions.GROUP) ? problem.text() : Wording.of(problem.text(), UnaryOperator.identity());
        return new Problem("", key, Nearest.dashed(problem.conflictsWith()), text);
    }

    private void add(Problem problem) {
        Origin here = origin(problem.key());
        Origin there = origin(problem.conflictsWith());
        if (here == null && there != null) {
            findings.add(there, path(problem.conflictsWith()), path(problem.key()), problem.text());
            return;
        }
        String other = there != null
                ? " (" + problem.conflictsWith() + ": " + there + ")"
                : !problem.conflictsWith().isEmpty() && problem.text().contains(problem.conflictsWith())
                        ? " (" + problem.conflictsWith() + " is not set)"
                        : "";
        findings.add(
                Objects.requireNonNullElse(here, Origin.of(file)),
                path(problem.key()),
                path(problem.conflictsWith()),
                problem.text() + other);
    }

    private static String path(String key) {
        return key.isEmpty() || key.startsWith(PRODUCERS) ? key : EngineOptions.SECTION + "." + key;
    }

    private @Nullable Origin origin(String key) {
        String path = path(key);
        return Stream.concat(
                        engine.values().stream(), producers.values().stream().flatMap(List::stream))
                .filter(setting -> setting.path().equals(path) || setting.path().startsWith(path + "."))
                .map(setting -> setting.given().origin())
                .findFirst()
                .orElse(null);
    }
}
