package dev.ringpost.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineBuilder;
import dev.ringpost.EngineSettings;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of options, the builders and the reference say the same. */
class OptionTableTest {

    /** What is no text; each is named in the head of the reference. */
    private static final Set<String> CODE_ONLY_OF_ENGINES =
            Set.of("serializers", "compressors", "outcome-listener", "reply-listener", "retry-listener", "interceptor");

    /** What is in the file by another name. */
    private static final Set<String> OTHER_NAMES_OF_ENGINES = Set.of("uri", "default-uris", "producer");

    private static final Set<String> CODE_ONLY_OF_PRODUCERS =
            Set.of("headers", "declare", "auto-declare", "on-return", "retry-policy", "timestamp", "correlation-id");

    private static final Set<String> OTHER_NAMES_OF_PRODUCERS = Set.of(
            "message-id",
            "numbered-message-id",
            "without-message-id",
            "without-priority",
            "without-compression",
            "without-batching");

    @Test
    void everyMethodOfTheEnginesBuilderIsAnOptionOrCodeOnly() {
        Set<String> expected = namesAndGroups(EngineOptions.TABLE);
        expected.addAll(CODE_ONLY_OF_ENGINES);
        expected.addAll(OTHER_NAMES_OF_ENGINES);
        assertThat(methods(EngineBuilder.class))
                .as("a new option of the builder goes into EngineOptions, or into the list of code-only ones")
                .isEqualTo(expected);
    }

    @Test
    void everyMethodOfTheProducersBuilderIsAnOptionOrCodeOnly() {
        Set<String> expected = namesAndGroups(ProducerOptions.TABLE);
        expected.addAll(CODE_ONLY_OF_PRODUCERS);
        expected.addAll(OTHER_NAMES_OF_PRODUCERS);
        expected.remove("numbered-message-ids");
        assertThat(methods(PublishOptions.Builder.class)).isEqualTo(expected);
    }

    private static Set<String> namesAndGroups(OptionTable<?> table) {
        return new TreeSet<>(table.namesIn(""));
    }

    private static Set<String> methods(Class<?> builder) {
        return Stream.of(builder.getMethods())
                .filter(method -> method.getReturnType() == builder && !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .map(Nearest::dashed)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theHeadOfTheReferenceNamesWhatIsCodeOnly() {
        String head = Reference.text().substring(0, Reference.text().indexOf("\nengine:"));
        assertThat(Nearest.dashed(head.replaceAll("\\s", " "))).contains(CODE_ONLY_OF_ENGINES);
        assertThat(Nearest.dashed(head)).contains("headers", "declare", "on-return", "retry-policy", "timestamp");
    }

    @Test
    void theDefaultsOfTheTableAreTheEngines() {
        EngineSettings settings = PublisherEngine.builder().buildSettings();
        for (Option<EngineDraft, ?> option : EngineOptions.TABLE.options()) {
            String usual = option.usual();
            if (usual != null && !option.key().equals(EngineOptions.URIS) && !option.isUsualAWord()) {
                assertThat(option.seenIn(settings, usual)).as(option.key()).isEqualTo(usual);
            }
        }
    }

    @Test
    void theReferenceIsWhatTheTableMakes() throws IOException {
        assertThat(Files.readString(Configs.FOLDER.resolve("ringpost.yaml")))
                .as("scripts/ringpost config reference > config/ringpost.yaml")
                .isEqualTo(Reference.text());
    }

    @Test
    void theReferenceNamesEveryOptionAndLoadsAsTheDefaults() {
        LoadedConfig reference = Configs.load(Configs.FOLDER.resolve("ringpost.yaml"));
        assertThat(reference.effective())
                .filteredOn(option -> !option.origin().equals("default"))
                .extracting(LoadedConfig.Effective::path)
                .containsExactlyElementsOf(EngineOptions.TABLE.options().stream()
                        .filter(option -> option.usual() != null)
                        .map(option -> "engine." + option.key())
                        .toList());
        assertThat(reference.newBuilder().buildSettings())
                .usingRecursiveComparison()
                .ignoringFields("messageIds.producerId", "serializer", "serializers", "compressors", "outcomeListener")
                .isEqualTo(PublisherEngine.builder().buildSettings());
    }

    /** What is commented out in the reference is an example that loads. */
    @Test
    void theProducersInTheReferenceLoadOnceTheyAreNoComment(@TempDir Path folder) {
        String text = Reference.text();
        String producers = text.substring(text.indexOf("# producers:\n")).replaceAll("(?m)^# ?", "");
        assertThat(Configs.load(folder, producers).effective())
                .filteredOn(option -> option.path().startsWith("producers."))
                .extracting(LoadedConfig.Effective::path)
                .containsExactlyElementsOf(ProducerOptions.TABLE.options().stream()
                        .map(option -> "producers.prices." + option.key())
                        .toList());
    }

    @Test
    void namesOfVariablesAndPropertiesAreUnique() {
        assertThat(EngineOptions.TABLE.options())
                .extracting(option -> Overrides.variable(option.key()))
                .doesNotHaveDuplicates()
                .contains("RINGPOST_ENGINE_RETRY_POLICY_MAX_RETRIES")
                .noneMatch(name -> Overrides.SERVICE_LINK.matcher(name).matches());
        assertThat(Overrides.property("retry-policy.jitter")).isEqualTo("ringpost.engine.retry-policy.jitter");
    }
}
