package dev.ringpost.config;

import dev.ringpost.ConfigException;
import dev.ringpost.ConfigException.Problem;
import dev.ringpost.EngineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values that are right by themselves, against each other. The rules are the builder's; here its words become those of the
 * file, and get the places where the values stand.
 */
final class ConflictCheck {

    private static final String PRODUCERS = ProducerOptions.SECTION + ".";
    private static final Pattern DURATION =
            Pattern.compile("\\bPT(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:[.][0-9]+)?S)?\\b");
    private static final Pattern CAMEL = Pattern.compile("\\b[a-z]+(?:[A-Z][a-z]+)+\\b");

    private final Path file;
    private final Map<String, Setting<EngineDraft, ?>> engine;
    private final Map<String, List<Setting<ProducerDraft, ?>>> producers;
    private final Findings findings;
    private final List<Problem> found = new ArrayList<>();

    ConflictCheck(
            Path file,
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
            EngineSettings unused =
                    new LoadedConfig(usable, usableProducers).checkable().buildSettings();
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
        String text = key.equals(TlsOptions.GROUP) ? problem.text() : words(problem.text());
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
                Objects.requireNonNullElse(here, Origin.inFile(file, 0)),
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

    /** The builder's names of options, and its durations, as they are in the file. */
    private static String words(String text) {
        String named = CAMEL.matcher(text).replaceAll(ConflictCheck::dashedIfOption);
        return DURATION.matcher(named).replaceAll(match -> Quantities.show(Duration.parse(match.group())));
    }

    private static String dashedIfOption(MatchResult match) {
        String dashed = Nearest.dashed(match.group());
        boolean isOption = Stream.of(EngineOptions.TABLE, ProducerOptions.TABLE)
                .flatMap(table -> table.options().stream())
                .map(Option::key)
                .anyMatch(key -> key.equals(dashed) || key.endsWith("." + dashed));
        return isOption || EngineOptions.TABLE.isGroup(dashed) ? dashed : match.group();
    }
}
