package dev.ringpost.config;

import dev.ringpost.ConfigException;
import dev.ringpost.PublishOptions;
import dev.ringpost.RingpostException;
import dev.ringpost.config.ConfigNode.Group;
import dev.ringpost.config.ConfigNode.Member;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a file, if there is one, and its overrides; finds everything that is wrong before it says so. */
public final class ConfigLoader {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigLoader.class);
    private static final String LIBRARY_CLASS = "org.yaml.snakeyaml.Yaml";
    private static final Pattern PRODUCER_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final @Nullable Path file;
    private final Findings findings = new Findings();
    private Map<String, Given> inFile = Map.of();
    private final Map<String, List<Setting<ProducerDraft, ?>>> producers = new LinkedHashMap<>();

    private ConfigLoader(@Nullable Path file) {
        this.file = file;
    }

    /**
     * With the process's environment and system properties.
     *
     * @throws ConfigException naming everything that is wrong
     * @throws RingpostException if SnakeYAML is not on the class path
     */
    public static LoadedConfig load(Path file) {
        LoadedConfig loaded = load(file, System.getenv(), systemProperties());
        loaded.warnings().forEach(LOG::warn);
        return loaded;
    }

    /** Those of the process that are texts, by their names. */
    public static Map<String, String> systemProperties() {
        Properties properties = System.getProperties();
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, name -> properties.getProperty(name, "")));
    }

    /**
     * With these variables and properties. Warnings are left to the caller.
     *
     * @param file {@code null} for the variables and properties alone, as if it were empty
     * @throws ConfigException naming everything that is wrong
     * @throws RingpostException if SnakeYAML is not on the class path, and there is a file
     */
    public static LoadedConfig load(
            @Nullable Path file, Map<String, String> environment, Map<String, String> properties) {
        ConfigLoader loader = new ConfigLoader(file);
        if (file != null) {
            requireLibrary();
            loader.readFile(file);
        }
        return loader.finish(
                Overrides.variables(environment, EngineOptions.TABLE, loader.findings),
                Overrides.properties(properties, EngineOptions.TABLE, loader.findings),
                Overrides.doubtful(environment, properties, EngineOptions.TABLE));
    }

    private static void requireLibrary() {
        try {
            Class.forName(LIBRARY_CLASS, false, ConfigLoader.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new RingpostException(
                    "a configuration file needs the library org.yaml:snakeyaml, which is not on the class path: add that"
                            + " Maven dependency, or set the options with PublisherEngine.builder()",
                    e);
        }
    }

    private void readFile(Path file) {
        String text = FileText.read(file, findings);
        if (text == null) {
            return;
        }
        ConfigNode root = YamlTree.parse(file, text, findings);
        if (root == null || root.isNothing()) {
            if (findings.isEmpty()) {
                findings.add(Origin.inFile(file, 0), "", "has no settings: write at least engine:, for the defaults");
            }
            return;
        }
        if (!(root instanceof Group sections)) {
            findings.add(
                    Origin.inFile(file, root.line()),
                    "",
                    "has no keys at its top: expected are engine: and producers:, with the options below them");
            return;
        }
        for (Member section : sections.members()) {
            switch (section.key()) {
                case EngineOptions.SECTION ->
                    inFile = SectionReader.read(
                            file, EngineOptions.SECTION, section.value(), EngineOptions.TABLE, findings);
                case ProducerOptions.SECTION -> readProducers(file, section.value());
                default -> findings.add(Origin.inFile(file, section.line()), "", unknownSection(section.key()));
            }
        }
    }

    private static String unknownSection(String key) {
        String unknown = "unknown key " + Shown.quoted(key);
        String section = Nearest.of(key, List.of(EngineOptions.SECTION, ProducerOptions.SECTION));
        if (section != null) {
            return unknown + "; did you mean " + section + "?";
        }
        List<String> known = new ArrayList<>(EngineOptions.TABLE.namesIn(""));
        EngineOptions.TABLE.options().forEach(option -> known.add(option.key()));
        String option = Nearest.of(key, known);
        return unknown
                + (option == null
                        ? "; known are engine, producers"
                        : "; did you mean " + option + "? It belongs below engine:");
    }

    private void readProducers(Path file, ConfigNode node) {
        if (node.isNothing()) {
            return;
        }
        if (!(node instanceof Group named)) {
            findings.add(
                    Origin.inFile(file, node.line()),
                    ProducerOptions.SECTION,
                    "has a value, where names of producers are expected, each with its options below it");
            return;
        }
        for (Member producer : named.members()) {
            Origin origin = Origin.inFile(file, producer.line());
            if (!PRODUCER_NAME.matcher(producer.key()).matches()) {
                findings.add(
                        origin,
                        ProducerOptions.SECTION,
                        Shown.quoted(producer.key())
                                + " is no name; allowed: up to 100 of A-Z a-z 0-9 . _ -, a letter or digit first");
                continue;
            }
            String path = ProducerOptions.SECTION + "." + producer.key();
            List<Setting<ProducerDraft, ?>> settings = new ArrayList<>();
            SectionReader.read(file, path, producer.value(), ProducerOptions.TABLE, findings)
                    .forEach((key, given) -> add(settings, read(ProducerOptions.TABLE, path, key, given)));
            producers.put(producer.key(), settings);
            tryProducer(origin, path, settings);
        }
    }

    private void tryProducer(Origin origin, String path, List<Setting<ProducerDraft, ?>> settings) {
        ProducerDraft draft = new ProducerDraft();
        settings.forEach(setting -> setting.tryOn(draft, findings));
        if (!findings.isAbout(path)) {
            try {
                PublishOptions unused = draft.finish();
            } catch (RingpostException e) {
                findings.add(origin, path, String.valueOf(e.getMessage()));
            }
        }
    }

    private LoadedConfig finish(Map<String, Given> variables, Map<String, Given> properties, List<String> warnings) {
        Map<String, Setting<EngineDraft, ?>> engine = new LinkedHashMap<>();
        for (Option<EngineDraft, ?> option : EngineOptions.TABLE.options()) {
            // Each is read, so that an overridden one that is wrong is found before it counts; the last one counts.
            for (Map<String, Given> level : List.of(inFile, variables, properties)) {
                Given given = level.get(option.key());
                Setting<EngineDraft, ?> setting =
                        given == null ? null : read(EngineOptions.TABLE, EngineOptions.SECTION, option.key(), given);
                if (setting != null) {
                    engine.put(option.key(), setting);
                }
            }
        }
        new ConflictCheck(file, engine, producers, findings).check();
        findings.throwIfAny(file);
        return new LoadedConfig(engine, producers, file != null, warnings);
    }

    private <D> @Nullable Setting<D, ?> read(OptionTable<D> table, String section, String key, Given given) {
        Option<D, ?> option = table.find(key);
        return option == null ? null : option.read(section + "." + key, given, findings);
    }

    private static <D> void add(List<Setting<D, ?>> settings, @Nullable Setting<D, ?> setting) {
        if (setting != null) {
            settings.add(setting);
        }
    }
}
