package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineSettings;
import dev.ringpost.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code ringpost config}, and what {@code ringpost publish} makes of {@code --config}. */
class ConfigCommandTest {

    @TempDir
    private Path folder = Path.of("");

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("ringpost.yaml"), text);
    }

    @Test
    void aGoodFileIsOkAndShownWithWhereEachValueComesFrom() throws IOException {
        Path file = write("engine:\n  uris: amqp://me:secret@rabbit\n  lanes: 2\nproducers:\n  a:\n    type: t\n");
        CommandRun run = CommandRun.of("config", "check", file.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().get(0)).isEqualTo("ok");
        List<String> lines =
                run.out().stream().map(line -> line.replaceAll(" {2,}", " ")).toList();
        assertThat(lines)
                .contains(
                        "engine.uris amqp://me:**@rabbit:5672/ " + file + ":2",
                        "engine.lanes 2 " + file + ":3",
                        "engine.confirm-timeout 30s default",
                        "producers.a.type t " + file + ":6")
                .noneMatch(line -> line.contains("secret"));
    }

    @Test
    void aBadFileIsALineForEachErrorAndExitCode2() throws IOException {
        Path file = write("engine:\n  uris: http://me:secret@rabbit\n  lanes: 0\n  ringSize: 1\n");
        CommandRun run = CommandRun.of("config", "check", file.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .hasSize(3)
                .allSatisfy(
                        line -> assertThat(line).startsWith("ringpost: " + file).doesNotContain("secret"));
        assertThat(run.err().get(2)).endsWith("unknown key \"ringSize\"; did you mean ring-size?");
    }

    @Test
    void theReferenceItPrintsIsOk() throws IOException {
        CommandRun reference = CommandRun.of("config", "reference");
        assertThat(reference.exitCode()).isZero();
        Path file = write(String.join("\n", reference.out()));
        assertThat(CommandRun.of("config", "check", file.toString()).exitCode()).isZero();
    }

    @Test
    void withoutItsCommandItSaysWhichThereAre() {
        CommandRun run = CommandRun.of("config");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains("check and reference");
    }

    @Test
    void publishTakesTheFileBelowItsOptions() throws IOException {
        Path file = write("engine:\n  uris: amqp://one\n  ring-size: 256\n  delivery-timeout: 3m\n  retry-limit: 64\n");
        PublishPlan.Engine plain = engine("--config " + file);
        assertThat(plain.isEmbedded()).isFalse();
        EngineSettings fromFile = plain.builder(plain.uris()).buildSettings();
        assertThat(fromFile.uris().get(0).host()).isEqualTo("one");
        assertThat(fromFile.ringSize()).isEqualTo(256);
        assertThat(fromFile.timeouts().delivery()).isEqualTo(Duration.ofMinutes(3));
        PublishPlan.Engine overridden =
                engine("--config " + file + " --uri amqp://two --ring-size 512 --delivery-timeout 10s");
        EngineSettings settings = overridden.builder(overridden.uris()).buildSettings();
        assertThat(settings.uris()).singleElement().extracting("host").isEqualTo("two");
        assertThat(settings.ringSize()).isEqualTo(512);
        assertThat(settings.timeouts().delivery()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.retry().limit()).isEqualTo(64);
        assertThat(engine("--config " + write("engine:\n")).isEmbedded()).isTrue();
        assertThat(engine("-").builder(List.of()).buildSettings().timeouts().delivery())
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void overridesCountWithoutAFileAndOptionsGoBeforeThem() {
        ConfigSources sources = new ConfigSources(
                Map.of(
                        "RINGPOST_ENGINE_RING_SIZE", "256",
                        "RINGPOST_ENGINE_LANES", "2",
                        "RINGPOST_ENGINE_RETRY_POLICY_JITTER", "0",
                        "RINGPOST_ENGINE_RETRY_POLICY_INTERVAL_MAX", "7s"),
                Map.of("ringpost.engine.lanes", "3"));
        PublishPlan.Engine engine = engine(sources, "--ring-size 512 --max-retries 4 --interval-max 8s");
        assertThat(engine.isEmbedded()).isTrue();
        EngineSettings settings = engine.builder(List.of()).buildSettings();
        assertThat(settings.ringSize()).isEqualTo(512);
        assertThat(settings.lanes()).isEqualTo(3);
        assertThat(settings.retry().policy())
                .isEqualTo(RetryPolicy.builder()
                        .jitter(0)
                        .maxRetries(4)
                        .intervalMax(Duration.ofSeconds(8))
                        .build());
        assertThat(settings.timeouts().delivery())
                .as("the command's own default")
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(engine(sources, "-").builder(List.of()).buildSettings().ringSize())
                .isEqualTo(256);
        PublishPlan.Engine elsewhere = engine(
                new ConfigSources(
                        Map.of("RINGPOST_ENGINE_URIS", "rabbit", "RINGPOST_ENGINE_DELIVERY_TIMEOUT", "5m"), Map.of()),
                "-");
        assertThat(elsewhere.isEmbedded()).isFalse();
        assertThat(elsewhere.builder(List.of()).buildSettings().timeouts().delivery())
                .isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish -", "doctor"})
    void overridesThatAreWrongAreRefusedWithoutAFileToo(String command) {
        CommandRun run = CommandRun.with(
                new ConfigSources(Map.of("RINGPOST_ENGINE_LANES", "0", "RINGPOST_ENGINE_RINGSIZE", "1"), Map.of()),
                command.split(" ", -1));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(String.join("\n", run.err()))
                .contains(
                        "environment variable RINGPOST_ENGINE_LANES: engine.lanes: \"0\" is out of range",
                        "environment variable RINGPOST_ENGINE_RINGSIZE: is no option; did you mean"
                                + " RINGPOST_ENGINE_RING_SIZE?");
    }

    @Test
    void aVariableThatIsNearlyAnOverrideIsToldOf() throws IOException {
        CommandRun run = CommandRun.with(
                new ConfigSources(Map.of("RINGPOST_RING_SIZE", "512", "RINGPOST_JAVA_OPTS", "-Xmx1g"), Map.of()),
                "config",
                "check",
                write("engine:\n").toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .containsExactly("ringpost: environment variable RINGPOST_RING_SIZE has no effect; did you mean"
                        + " RINGPOST_ENGINE_RING_SIZE?");
    }

    /** Each is named as it was given, and where that was. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            publish --delivery-timeout 10s  | confirm-timeout: 20s  | confirm-timeout 20s is not shorter than --delivery-timeout 10s, so no message would ever be tried again for want of an answer: lower confirm-timeout or raise --delivery-timeout (confirm-timeout: FILE:2)
            publish --confirm-timeout 40s   | delivery-timeout: 30s | --confirm-timeout 40s is not shorter than delivery-timeout 30s, so no message would ever be tried again for want of an answer: lower --confirm-timeout or raise delivery-timeout (delivery-timeout: FILE:2)
            publish --confirm-timeout 150s  | lanes: 2              | --confirm-timeout 150s is not shorter than --delivery-timeout 2m, so no message would ever be tried again for want of an answer: lower --confirm-timeout or raise --delivery-timeout (--delivery-timeout is not given)
            publish --ring-size 1048576     | inline-bytes: 64KiB   | --ring-size 1048576 times inline-bytes 65536 is over 2 GiB (inline-bytes: FILE:2)
            publish --interval-start 30s    | delivery-timeout: 30s | --interval-start 30s is not shorter than delivery-timeout 30s, so no message would ever be tried again: lower --interval-start or raise delivery-timeout (delivery-timeout: FILE:2)
            publish --tls-ca ca.pem         | uris: rabbit          | --tls-ca is set, but no broker's URI starts with amqps://, so nothing would be encrypted (uris: FILE:2)
            doctor --timeout 40s            | delivery-timeout: 30s | --timeout 40s is not shorter than delivery-timeout 30s, so messages would time out during one attempt to connect: lower --timeout or raise delivery-timeout (delivery-timeout: FILE:2)
            """)
    void aConflictOfFileAndOptionNamesBoth(String call, String line, String expected) throws IOException {
        Path file = write("engine:\n  " + line + "\n");
        CommandRun run = CommandRun.of((call + " --config " + file).split(" ", -1));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .singleElement()
                .asString()
                .startsWith("ringpost: " + expected.replace("FILE", file.toString()));
    }

    private static PublishPlan.Engine engine(String options) {
        return engine(CommandRun.UNCONFIGURED, options);
    }

    private static PublishPlan.Engine engine(ConfigSources sources, String options) {
        PrintStream out = new PrintStream(PrintStream.nullOutputStream(), true);
        PublishCommand command = new PublishCommand(
                new Console(InputStream.nullInputStream(), out, out, false, false, false), sources, new StopRequest());
        new CommandLine(command).parseArgs(options.split(" ", -1));
        return command.plan().engine();
    }

    @Test
    void publishRefusesABadFile() throws IOException {
        Path file = write("engine:\n  lanes: 0\n  ring-size: 100\n");
        CommandRun run = CommandRun.of("publish", "--config", file.toString(), CommandRun.SAMPLE.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .singleElement()
                .asString()
                .contains("engine.lanes: \"0\" is out of range")
                .endsWith("; ringpost config check " + file + " shows all 2 errors");
    }
}
