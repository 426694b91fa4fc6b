package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    private static PublishPlan.Engine engine(String options) {
        PrintStream out = new PrintStream(PrintStream.nullOutputStream(), true);
        PublishCommand command = new PublishCommand(
                new Console(InputStream.nullInputStream(), out, out, false, false, false), new StopRequest());
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
