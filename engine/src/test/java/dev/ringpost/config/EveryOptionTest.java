package dev.ringpost.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.ConfigException;
import dev.ringpost.EngineSettings;
import dev.ringpost.testing.TestAuthority;
import dev.ringpost.testing.TestAuthority.Issued;
import dev.ringpost.testing.TestAuthority.Request;
import dev.ringpost.tls.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The value of every option reaches the engine, from file, environment and properties, and has the builder's borders. */
class EveryOptionTest {

    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir
    private Path folder = Path.of("");

    /** A value that is not the default, for each but those of TLS. */
    private static Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("uris", "amqp://me:**@one:5673/prod;amqp://me:**@two:5673/prod");
        values.put("failover", "shuffle");
        values.put("lazy-connect", "true");
        values.put("name", "orders");
        values.put("lanes", "3");
        values.put("ring-size", "1024");
        values.put("inline-bytes", "1KiB");
        values.put("memory-budget-bytes", "96MiB");
        values.put("max-message-bytes", "1MiB");
        values.put("wait-strategy", "low-latency");
        values.put("frame-encoding", "library");
        values.put("serializer", "msgpack");
        values.put("numbered-message-ids", "true");
        values.put("producer-id", "orders-1");
        values.put("retry-policy.interval-start", "50ms");
        values.put("retry-policy.interval-step", "250ms");
        values.put("retry-policy.interval-max", "5s");
        values.put("retry-policy.max-retries", "7");
        values.put("retry-policy.jitter", "0.5");
        values.put("retry-limit", "256");
        values.put("delivery-timeout", "90s");
        values.put("confirm-timeout", "11s");
        values.put("refuse-when-blocked-for", "3s");
        values.put("enqueue-timeout", "1500ms");
        values.put("close-timeout", "1m");
        values.put("connect-timeout", "2s");
        values.put("write-timeout", "13s");
        values.put("heartbeat", "20s");
        values.put("reconnect-max", "7s");
        return values;
    }

    @Test
    void everyOptionIsHereOrInTheTestsOfTls() {
        assertThat(values().keySet())
                .containsExactlyInAnyOrderElementsOf(EngineOptions.TABLE.options().stream()
                        .map(Option::key)
                        .filter(key -> !LoadedConfig.needsTls(key))
                        .toList());
    }

    /** All together, so that none gets in another's place. */
    @Test
    void theValueOfEveryOptionReachesTheEngine() {
        StringBuilder file = new StringBuilder("engine:\n");
        Map<String, String> environment = new LinkedHashMap<>();
        Map<String, String> properties = new LinkedHashMap<>();
        String group = "";
        for (Map.Entry<String, String> entry : values().entrySet()) {
            String key = entry.getKey();
            String value = entry.getValue().replace("**", "secret");
            if (!OptionTable.group(key).equals(group)) {
                group = OptionTable.group(key);
                file.append(group.isEmpty() ? "" : "  " + group + ":\n");
            }
            file.append(group.isEmpty() ? "  " : "    ")
                    .append(key.substring(key.indexOf('.') + 1))
                    .append(": ")
                    .append(value)
                    .append('\n');
            environment.put(Overrides.variable(key), value);
            properties.put(Overrides.property(key), value);
        }
        Path full = Configs.write(folder, file.toString());
        assertArrived(ConfigLoader.load(full, Map.of(), Map.of()), "ringpost.yaml:");
        Path empty = Configs.write(folder, "engine:\n");
        assertArrived(ConfigLoader.load(empty, environment, Map.of()), "environment variable RINGPOST_ENGINE_");
        assertArrived(ConfigLoader.load(empty, Map.of(), properties), "system property ringpost.engine.");
    }

    private static void assertArrived(LoadedConfig config, String origin) {
        EngineSettings settings = config.newBuilder().buildSettings();
        values().forEach((key, value) -> {
            Option<EngineDraft, ?> option = EngineOptions.TABLE.find(key);
            assertThat(option).isNotNull();
            assertThat(option.seenIn(settings, value))
                    .as(key)
                    .isEqualTo(key.equals("producer-id") ? settings.messageIds().producerId() : value);
        });
        assertThat(settings.messageIds().producerId()).isEqualTo("orders-1");
        assertThat(settings.uris().get(1).password()).isEqualTo("secret");
        assertThat(config.effective())
                .filteredOn(option -> !LoadedConfig.needsTls(option.path().substring("engine.".length())))
                .allSatisfy(option -> assertThat(option.origin()).contains(origin))
                .noneSatisfy(option -> assertThat(option.value()).contains("secret"));
    }

    @Test
    void tlsFromPemFilesBesideTheConfiguration() {
        TestAuthority authority = TestAuthority.named("ca");
        Issued client = authority.issue(Request.of("me"));
        Path ca = authority.writeCertificate(folder.resolve("ca.pem"));
        Path certificate = client.writeCertificate(folder.resolve("me.pem"));
        Path key = client.writeKey(folder.resolve("me-key.pem"));
        EngineSettings settings = Configs.settings(folder, """
                engine:
                  uris: amqps://rabbit
                  external-authentication: true
                  tls:
                    trust-pem: ca.pem
                    cert-pem: me.pem
                    key-pem: me-key.pem
                    protocols: [TLSv1.3]
                    server-name: real.example
                    verify-hostname: false
                """);
        assertThat(settings.connecting().external()).isTrue();
        assertThat(settings.connecting().tls())
                .hasToString(Tls.systemTrust()
                        .trustPem(ca)
                        .keyPem(certificate, key)
                        .protocols("TLSv1.3")
                        .serverName("real.example")
                        .withoutHostnameVerification()
                        .toString());
    }

    @Test
    void tlsFromPkcs12WithPasswordsFromTheEnvironment() {
        TestAuthority authority = TestAuthority.named("ca");
        Path trust = authority.writePkcs12(folder.resolve("trust.p12"), "open");
        Path key = authority.issue(Request.of("me")).writePkcs12(folder.resolve("me.p12"), "sesame");
        Path file = Configs.write(
                folder, "engine:\n  uris: amqps://rabbit\n  tls: {trust-pkcs12: trust.p12, key-pkcs12: me.p12}\n");
        Map<String, String> passwords =
                Map.of("RINGPOST_ENGINE_TLS_TRUST_PASSWORD", "open", "RINGPOST_ENGINE_TLS_KEY_PASSWORD", "sesame");
        LoadedConfig loaded = ConfigLoader.load(file, passwords, Map.of());
        assertThat(loaded.newBuilder().buildSettings().connecting().tls())
                .hasToString(Tls.systemTrust()
                        .trustPkcs12(trust, "open".toCharArray())
                        .keyPkcs12(key, "sesame".toCharArray())
                        .toString());
        assertThat(loaded.effective())
                .noneSatisfy(option -> assertThat(option.value()).containsAnyOf("open", "sesame"));
        Map<String, String> wrong = new HashMap<>(passwords);
        wrong.put("RINGPOST_ENGINE_TLS_TRUST_PASSWORD", "wrong-secret");
        assertThatThrownBy(() -> ConfigLoader.load(file, wrong, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("trust.p12")
                .hasMessageNotContaining("wrong-secret");
    }

    /** The least and the most, and what is just beyond; {@code null} where there is no such value of the type. */
    private static Object[] borders() {
        return new Object[] {
            Arguments.of("lanes", 0, 1, 64, 65),
            Arguments.of("ring-size", 64, 128, 1 << 20, 1 << 21),
            Arguments.of("inline-bytes", 63, 64, 64 * 1024, 64 * 1024 + 1),
            Arguments.of("memory-budget-bytes", 0L, 1L, 1L << 60, null),
            Arguments.of("max-message-bytes", 0, 1, 1 << 30, (1 << 30) + 1),
            Arguments.of("retry-limit", 15, 16, 1 << 20, (1 << 20) + 1),
            Arguments.of("producer-id", "", "x", "x".repeat(200), "x".repeat(201)),
            Arguments.of("delivery-timeout", Duration.ZERO, null, MONTH, MONTH.plusSeconds(1)),
            Arguments.of("confirm-timeout", Duration.ZERO, Duration.ofMillis(1), null, MONTH.plusSeconds(1)),
            Arguments.of("refuse-when-blocked-for", null, Duration.ZERO, MONTH, MONTH.plusSeconds(1)),
            Arguments.of("enqueue-timeout", null, Duration.ZERO, MONTH, MONTH.plusSeconds(1)),
            Arguments.of("close-timeout", null, Duration.ZERO, MONTH, MONTH.plusSeconds(1)),
            Arguments.of("connect-timeout", Duration.ZERO, Duration.ofMillis(1), null, Duration.ofSeconds(3_601)),
            Arguments.of("write-timeout", Duration.ZERO, Duration.ofMillis(1), null, MONTH.plusSeconds(1)),
            Arguments.of(
                    "heartbeat", Duration.ZERO, Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofSeconds(3_601)),
            Arguments.of("reconnect-max", Duration.ZERO, Duration.ofMillis(1), null, MONTH.plusSeconds(1)),
            Arguments.of("retry-policy.interval-start", null, Duration.ZERO, null, MONTH.plusSeconds(1)),
            Arguments.of("retry-policy.interval-step", null, Duration.ZERO, MONTH, MONTH.plusSeconds(1)),
            Arguments.of("retry-policy.interval-max", null, Duration.ZERO, MONTH, MONTH.plusSeconds(1)),
            Arguments.of("retry-policy.jitter", null, 0.0, 1.0, 1.1)
        };
    }

    @ParameterizedTest
    @MethodSource("borders")
    void theBordersAreTheBuilders(String key, Object below, Object least, Object most, Object above) {
        for (Object inside : new Object[] {least, most}) {
            if (inside != null) {
                assertThat(new Both(key, inside).builderTakes())
                        .as("builder, " + key + " " + inside)
                        .isTrue();
                assertThat(new Both(key, inside).fileTakes())
                        .as("file, " + key + " " + inside)
                        .isTrue();
            }
        }
        for (Object outside : new Object[] {below, above}) {
            if (outside != null) {
                assertThat(new Both(key, outside).builderTakes())
                        .as("builder, " + key + " " + outside)
                        .isFalse();
                assertThat(new Both(key, outside).fileTakes())
                        .as("file, " + key + " " + outside)
                        .isFalse();
            }
        }
    }

    /** One value, given to the builder as it is, and to the loader as text. */
    private record Both(String key, Object value) {

        @SuppressWarnings("unchecked") // the rows above have each option's own type
        private Option<EngineDraft, Object> option() {
            return (Option<EngineDraft, Object>) Objects.requireNonNull(EngineOptions.TABLE.find(key));
        }

        boolean builderTakes() {
            try {
                EngineDraft draft = new EngineDraft();
                option().put().accept(draft, value);
                draft.finish().buildSettings();
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        boolean fileTakes() {
            Findings findings = new Findings();
            String text = option().type().shower().apply(value);
            return option().read(key, Given.of(Origin.variable("X"), text), findings) != null;
        }
    }
}
