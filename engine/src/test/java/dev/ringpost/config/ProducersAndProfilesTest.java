package dev.ringpost.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.Batching;
import dev.ringpost.DeliveryMode;
import dev.ringpost.EngineSettings;
import dev.ringpost.Ordering;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.RecordFormat;
import dev.ringpost.SerializeOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Producers by name, and the profiles that come with the engine. */
class ProducersAndProfilesTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyOptionOfAProducerReachesItsOptions() {
        String text = Reference.text();
        EngineSettings settings = Configs.settings(
                folder, text.substring(text.indexOf("# producers:\n")).replaceAll("(?m)^# ?", ""));
        PublishOptions options = settings.producer("prices");
        assertThat(options.exchange()).isEqualTo("ticks");
        assertThat(options.routingKey()).isEqualTo("eurusd");
        assertThat(options.mandatory()).isTrue();
        assertThat(options.deliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(options.priority()).isEqualTo(5);
        assertThat(options.expiration()).isEqualTo(Duration.ofHours(1));
        assertThat(options.replyTo()).isEqualTo("replies");
        assertThat(options.type()).isEqualTo("tick");
        assertThat(options.userId()).isEqualTo("guest");
        assertThat(options.appId()).isEqualTo("pricing");
        assertThat(options.clusterId()).isEqualTo("c1");
        assertThat(options.isMessageIdNumbered()).isTrue();
        assertThat(options.contentType()).isEqualTo("application/x-protobuf");
        assertThat(options.contentEncoding()).isEqualTo("binary");
        assertThat(options.serializerName()).isEqualTo("json");
        assertThat(options.serializeOn()).isEqualTo(SerializeOn.CALLER);
        assertThat(options.compressionName()).isEqualTo("zstd");
        assertThat(options.compressFromBytes()).isEqualTo(1024);
        assertThat(options.compressOnlyIfSmaller()).isTrue();
        assertThat(options.batching())
                .isEqualTo(Batching.of(1_000, 128 * 1024)
                        .linger(Duration.ofMillis(5))
                        .format(RecordFormat.LENGTH_PREFIXED));
        assertThat(options.orderingKey()).isEqualTo("eurusd");
        assertThat(options.ordering()).isEqualTo(Ordering.PER_KEY);
    }

    @Test
    void oneValueSwitchesBatchingOnAndNoneLeavesAllUnset() {
        EngineSettings settings = Configs.settings(
                folder, "producers:\n  one: {batching: {linger: 1ms}}\n  two: {batching: {}}\n  three:\n");
        assertThat(settings.producer("one").batching())
                .isEqualTo(Batching.of(1_000, 128 * 1024).linger(Duration.ofMillis(1)));
        assertThat(settings.producer("two").batching()).isNull();
        assertThat(settings.producers().keySet()).containsExactly("one", "two", "three");
        assertThatThrownBy(() -> settings.producer("four"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no producer is named \"four\"; there are one, two, three");
    }

    @Test
    void codeMayNameProducersTooAndBatchingThatDoesNotGoWithTheRingIsRefused() {
        PublishOptions options =
                PublishOptions.builder().batching(Batching.of(1_000, 100)).build();
        assertThat(PublisherEngine.builder()
                        .producer("mine", options)
                        .buildSettings()
                        .producer("mine"))
                .isSameAs(options);
        assertThatThrownBy(() -> PublisherEngine.builder()
                        .producer("mine", options)
                        .ringSize(512)
                        .buildSettings())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("producer mine: batching: maxRecords 1000 is more than callers have slots");
    }

    /** What is not a deviation has no place in a profile, and each that is has its reason above it. */
    @ParameterizedTest
    @ValueSource(strings = {"low-latency", "high-throughput", "telemetry"})
    void eachKeyOfAProfileDiffersFromTheDefaultAndSaysWhy(String name) throws IOException {
        Path file = Configs.FOLDER.resolve(name + ".yaml");
        LoadedConfig profile = Configs.load(file);
        EngineSettings defaults = PublisherEngine.builder().buildSettings();
        for (LoadedConfig.Effective effective : profile.effective()) {
            if (effective.origin().equals("default") || !effective.path().startsWith("engine.")) {
                continue;
            }
            Option<EngineDraft, ?> option =
                    EngineOptions.TABLE.find(effective.path().substring("engine.".length()));
            assertThat(option).isNotNull();
            assertThat(option.usual()).as(effective.path()).isNotEqualTo(effective.value());
            if (!option.isUsualAWord()) {
                assertThat(option.seenIn(defaults, "-")).as(effective.path()).isNotEqualTo(effective.value());
            }
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).startsWith("# ");
        long reasons = lines.stream().filter(line -> line.matches(" +# .*")).count();
        assertThat(reasons)
                .isGreaterThanOrEqualTo(profile.effective().stream()
                        .filter(effective -> !effective.origin().equals("default"))
                        .count());
    }

    @Test
    void theProfilesAreWhatTheyClaim() {
        EngineSettings fast = profile("low-latency");
        assertThat(fast.waitStrategy().name()).isEqualTo("BUSY_SPIN");
        assertThat(fast.timeouts().delivery()).isEqualTo(Duration.ofSeconds(5));
        assertThat(fast.timeouts().confirm()).as("follows").isEqualTo(Duration.ofMillis(2_500));
        assertThat(fast.timeouts().refuseWhenBlocked()).isZero();
        EngineSettings large = profile("high-throughput");
        assertThat((long) large.ringSize() * (large.inlineBytes() + 300))
                .as("the memory it says")
                .isBetween(165_000_000L, 175_000_000L);
        assertThat(large.retry().limit()).isEqualTo(large.ringSize());
        assertThat(large.producer("batched").batching()).isEqualTo(Batching.of(4_000, 512 * 1024));
        EngineSettings telemetry = profile("telemetry");
        assertThat(telemetry.connecting().lazy()).isTrue();
        assertThat(telemetry.timeouts().enqueue()).isZero();
        assertThat((long) telemetry.ringSize() * (telemetry.inlineBytes() + 300))
                .isBetween(3_000_000L, 4_000_000L);
        assertThat(telemetry.producer("readings").compressionName()).isEqualTo("zstd");
        assertThat(telemetry.retry().policy().intervalMax())
                .as("not in the file")
                .isEqualTo(Duration.ofSeconds(30));
    }

    private static EngineSettings profile(String name) {
        return ConfigLoader.load(Configs.FOLDER.resolve(name + ".yaml"), Map.of(), Map.of())
                .newBuilder()
                .buildSettings();
    }
}
