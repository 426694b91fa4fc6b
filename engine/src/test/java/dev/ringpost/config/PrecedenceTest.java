package dev.ringpost.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ringpost.BrokerUri;
import dev.ringpost.ConfigException;
import dev.ringpost.EngineBuilder;
import dev.ringpost.RingpostException;
import dev.ringpost.testing.HidingLoader;
import dev.ringpost.testing.TestAuthority;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes before what, and what is nobody's business. */
class PrecedenceTest {

    private static final String VARIABLE = "RINGPOST_ENGINE_RING_SIZE";
    private static final String PROPERTY = "ringpost.engine.ring-size";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void codeBeforePropertyBeforeVariableBeforeFile() {
        Path file = Configs.write(folder, "engine:\n  ring-size: 256\n");
        assertThat(ringSize(file, Map.of(), Map.of())).isEqualTo(256);
        assertThat(ringSize(file, Map.of(VARIABLE, "512"), Map.of())).isEqualTo(512);
        assertThat(ringSize(file, Map.of(VARIABLE, "512"), Map.of(PROPERTY, "1024")))
                .isEqualTo(1024);
        assertThat(ConfigLoader.load(file, Map.of(VARIABLE, "512"), Map.of(PROPERTY, "1024"))
                        .newBuilder()
                        .ringSize(2048)
                        .buildSettings()
                        .ringSize())
                .isEqualTo(2048);
        assertThat(ringSize(file, Map.of(VARIABLE, "16384"), Map.of()))
                .as("the default is a value too")
                .isEqualTo(16_384);
        assertThat(ringSize(file, Map.of(VARIABLE, ""), Map.of(PROPERTY, "")))
                .as("empty is not set")
                .isEqualTo(256);
    }

    private static int ringSize(Path file, Map<String, String> environment, Map<String, String> properties) {
        return ConfigLoader.load(file, environment, properties)
                .newBuilder()
                .buildSettings()
                .ringSize();
    }

    @Test
    void aListReplacesAndCodesBrokersDoToo() {
        Path file = Configs.write(folder, "engine:\n  uris: ['amqp://me:secret@one/prod', two]\n");
        assertThat(addresses(ConfigLoader.load(file, Map.of(), Map.of()).newBuilder()))
                .containsExactly("one:5672", "two:5672");
        assertThat(Configs.load(file).newBuilder().buildSettings().uris().get(1))
                .as("login and virtual host of the first, as in one text")
                .isEqualTo(BrokerUri.parse("amqp://me:secret@two/prod"));
        assertThat(addresses(ConfigLoader.load(file, Map.of("RINGPOST_ENGINE_URIS", "three;four"), Map.of())
                        .newBuilder()))
                .containsExactly("three:5672", "four:5672");
        assertThat(addresses(Configs.load(file).newBuilder().uri("five").uri("six")))
                .containsExactly("five:5672", "six:5672");
    }

    private static List<String> addresses(EngineBuilder builder) {
        return builder.buildSettings().uris().stream().map(BrokerUri::address).toList();
    }

    @Test
    void whatIsOverriddenStillHasToBeRight() {
        Path file = Configs.write(folder, "engine:\n  ring-size: 100\n");
        assertThat(problems(file, Map.of(VARIABLE, "200"), Map.of(PROPERTY, "300")))
                .extracting(ConfigException.Problem::where)
                .containsExactly(file + ":2", "environment variable " + VARIABLE, "system property " + PROPERTY);
    }

    @Test
    void aNameThatBeginsAsAnOptionsIsOneOrWrong() {
        Path file = Configs.write(folder, "engine:\n");
        assertThat(problems(
                        file,
                        Map.of(
                                "RINGPOST_ENGINE_RINGSIZE",
                                "1",
                                "RINGPOST_ENGINE_COLOUR",
                                "",
                                "RINGPOST_JAVA_OPTS",
                                "-Xmx1g"),
                        Map.of("ringpost.engine.ringSize", "1", "ringpost.log.level", "DEBUG")))
                .extracting(ConfigException.Problem::toString)
                .containsExactly(
                        "environment variable RINGPOST_ENGINE_COLOUR: is no option; the names are those of the keys under"
                                + " engine",
                        "environment variable RINGPOST_ENGINE_RINGSIZE: is no option; did you mean"
                                + " RINGPOST_ENGINE_RING_SIZE?",
                        "system property ringpost.engine.ringSize: is no option; did you mean ringpost.engine.ring-size?");
    }

    /** A service called ringpost-engine, which may well be the application itself, has these set in each container. */
    @Test
    void whatKubernetesSetsForAServiceIsPassedOver() {
        Path file = Configs.write(folder, "engine:\n");
        ConfigLoader.load(
                file,
                Map.of(
                        "RINGPOST_ENGINE_SERVICE_HOST", "10.0.0.1",
                        "RINGPOST_ENGINE_SERVICE_PORT_HTTP", "8080",
                        "RINGPOST_ENGINE_PORT", "tcp://10.0.0.1:8080",
                        "RINGPOST_ENGINE_PORT_8080_TCP_PROTO", "tcp",
                        "RINGPOST_ENGINE_CANARY_SERVICE_HOST", "10.0.0.2"),
                Map.of());
    }

    /** It may be an application's own, and so is no error; it has no effect, and so is no secret either. */
    @Test
    void aNameThatIsNearlyAnOptionsIsToldOf() {
        Map<String, String> environment = Map.of(
                "RINGPOST_RING_SIZE", "1",
                "ringpost_engine_lanes", "1",
                "RINGPOST_ENGIN_LANES", "1",
                "RINGPOST_RETRY_POLICY_JITER", "1",
                "RINGPOST_URI", "",
                "RINGPOST_SERVICE_HOST", "10.0.0.1",
                "RINGPOST_HOME", "/opt/ringpost",
                "LANES", "1");
        Map<String, String> properties =
                Map.of("ringpost.ring-size", "1", "ringpost.log.level", "DEBUG", "ringpost.stdin.terminal", "true");
        assertThat(ConfigLoader.load(null, environment, properties).warnings())
                .containsExactly(
                        "environment variable RINGPOST_ENGIN_LANES has no effect; did you mean RINGPOST_ENGINE_LANES?",
                        "environment variable RINGPOST_RETRY_POLICY_JITER has no effect; did you mean"
                                + " RINGPOST_ENGINE_RETRY_POLICY_JITTER?",
                        "environment variable RINGPOST_RING_SIZE has no effect; did you mean RINGPOST_ENGINE_RING_SIZE?",
                        "environment variable ringpost_engine_lanes has no effect; did you mean RINGPOST_ENGINE_LANES?",
                        "system property ringpost.ring-size has no effect; did you mean ringpost.engine.ring-size?");
    }

    @Test
    void whatTheScriptsReadIsNotMistaken() throws IOException {
        Map<String, String> read = new HashMap<>();
        try (Stream<Path> scripts = Files.list(Path.of("..", "scripts"))) {
            for (Path script : scripts.toList()) {
                Pattern.compile("RINGPOST_[A-Z_]+|ringpost\\.[a-z.]+(?==)")
                        .matcher(Files.readString(script))
                        .results()
                        .filter(name -> !name.group().equals("RINGPOST_ENGINE_URIS")) // which is an option
                        .forEach(name -> read.put(name.group(), "x"));
            }
        }
        assertThat(read).containsKeys("RINGPOST_JAVA_OPTS", "ringpost.log.level");
        assertThat(ConfigLoader.load(null, read, read).warnings()).isEmpty();
    }

    private static List<ConfigException.Problem> problems(
            Path file, Map<String, String> environment, Map<String, String> properties) {
        return catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(file, environment, properties))
                .problems();
    }

    @Test
    void theBrokersMayBeLeftToCodeWhereTheRestNeedsTls() {
        TestAuthority.named("ca").writeCertificate(folder.resolve("ca.pem"));
        LoadedConfig config = Configs.load(folder, "engine:\n  tls:\n    trust-pem: ca.pem\n");
        assertThat(config.hasUris()).isFalse();
        assertThat(config.effective().get(0).value()).isEqualTo("amqps://… from code");
        assertThat(addresses(config.newBuilder().uri("amqps://rabbit"))).containsExactly("rabbit:5671");
        assertThatThrownBy(() -> config.newBuilder().buildSettings())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no broker's URI starts with amqps://");
    }

    @Test
    void filesInOverridesAreThoseOfTheWorkingDirectory() {
        Path file = Configs.write(folder, "engine:\n");
        assertThat(problems(file, Map.of("RINGPOST_ENGINE_TLS_TRUST_PEM", "no-ca.pem"), Map.of()))
                .singleElement()
                .asString()
                .contains(
                        "environment variable RINGPOST_ENGINE_TLS_TRUST_PEM: engine.tls: tls: no-ca.pem does not exist");
    }

    @Test
    void withoutTheLibraryItSaysWhatToAdd() throws Exception {
        Path file = Configs.write(folder, "engine:\n");
        Class<?> loader =
                new HidingLoader("dev.ringpost.config.", List.of("org.yaml")).loadClass(ConfigLoader.class.getName());
        assertThatThrownBy(() -> loader.getMethod("load", Path.class).invoke(null, file))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOf(RingpostException.class)
                .hasMessageContaining("org.yaml:snakeyaml")
                .hasMessageContaining("PublisherEngine.builder()");
    }
}
