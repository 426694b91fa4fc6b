package dev.ringpost.config;

import dev.ringpost.EngineBuilder;
import dev.ringpost.EngineSettings;
import dev.ringpost.RetryPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a file and its overrides say, checked. Immutable. */
public final class LoadedConfig {

    private static final String DEFAULT = "default";

    private static final List<String> WAITS =
            List.of("delivery-timeout", "confirm-timeout", "write-timeout", "reconnect-max", "connect-timeout");

    private final Map<String, Setting<EngineDraft, ?>> engine;
    private final Map<String, List<Setting<ProducerDraft, ?>>> producers;
    private final boolean fromFile;
    private final List<String> warnings;

    /**
     * A value that counts.
     *
     * @param path section and key, with dots between them
     * @param value as it may be written, without passwords
     * @param origin file and line, variable, property, or {@code default}
     */
    public record Effective(String path, String value, String origin) {}

    LoadedConfig(
            Map<String, Setting<EngineDraft, ?>> engine,
            Map<String, List<Setting<ProducerDraft, ?>>> producers,
            boolean fromFile,
            List<String> warnings) {
        this.engine = new LinkedHashMap<>(engine);
        this.producers = new LinkedHashMap<>(producers);
        this.fromFile = fromFile;
        this.warnings = List.copyOf(warnings);
    }

    /** A builder with all of it, whose brokers are forgotten when code names others. */
    public EngineBuilder newBuilder() {
        return newDraft().finish();
    }

    private EngineDraft newDraft() {
        EngineDraft draft = new EngineDraft();
        engine.values().forEach(setting -> setting.putOn(draft));
        producers.forEach((name, settings) -> {
            ProducerDraft producer = new ProducerDraft();
            settings.forEach(setting -> setting.putOn(producer));
            draft.builder().producer(name, producer.finish());
        });
        return draft;
    }

    /** Whether there is a file, and not only what overrides one. */
    public boolean isFromFile() {
        return fromFile;
    }

    /** What is not wrong, and probably not what was meant; each for people. */
    public List<String> warnings() {
        return warnings;
    }

    /** Whether brokers are named. */
    public boolean hasUris() {
        return isSet(EngineOptions.URIS);
    }

    /** Whether an option of the engine has a value from anywhere; by its key with its group. */
    public boolean isSet(String key) {
        return whereSet(key) != null;
    }

    /**
     * Whether the delivery timeout is set, or a wait that it has to be longer than: then no default but the engine's own is sure
     * to go with it.
     */
    public boolean boundsDelivery() {
        return WAITS.stream().anyMatch(this::isSet);
    }

    /** Where an option of the engine, or one of a group, has its value from; {@code null} for nowhere. */
    public @Nullable String whereSet(String key) {
        return engine.entrySet().stream()
                .filter(each -> each.getKey().equals(key) || each.getKey().startsWith(key + "."))
                .map(each -> each.getValue().given().origin().toString())
                .findFirst()
                .orElse(null);
    }

    /** How messages are tried again. */
    public RetryPolicy retryPolicy() {
        return newDraft().retry().build();
    }

    /** The same with a stand-in where only code can say that the brokers speak TLS. */
    EngineBuilder checkable() {
        EngineBuilder builder = newBuilder();
        return awaitsUris() ? builder.defaultUris(List.of("amqps://localhost")) : builder;
    }

    private boolean awaitsUris() {
        return !hasUris()
                && engine.values().stream()
                        .anyMatch(setting -> setting.value() != null
                                && needsTls(setting.option().key()));
    }

    /** Whether an option is of use with {@code amqps} alone. */
    static boolean needsTls(String key) {
        return key.startsWith(TlsOptions.GROUP + ".") || key.equals("external-authentication");
    }

    /** Every option of the engine in the order of the reference, then what is set for producers. */
    public List<Effective> effective() {
        EngineSettings settings = checkable().buildSettings();
        List<Effective> all = new ArrayList<>();
        for (Option<EngineDraft, ?> option : EngineOptions.TABLE.options()) {
            Setting<EngineDraft, ?> setting = engine.get(option.key());
            String path = EngineOptions.SECTION + "." + option.key();
            if (option.key().equals(EngineOptions.URIS) && awaitsUris()) {
                all.add(new Effective(path, "amqps://… from code", DEFAULT));
                continue;
            }
            String otherwise = setting != null ? setting.shown() : option.usual() != null ? option.usual() : "-";
            all.add(new Effective(
                    path,
                    option.seenIn(settings, otherwise),
                    setting == null ? DEFAULT : setting.given().origin().toString()));
        }
        producers
                .values()
                .forEach(ofOne -> ofOne.forEach(setting -> all.add(new Effective(
                        setting.path(),
                        setting.shown(),
                        setting.given().origin().toString()))));
        return all;
    }
}
