package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.DeliveryMode;
import dev.ringpost.EngineSettings;
import dev.ringpost.PublishOptions;
import dev.ringpost.RetryPolicy;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the options for properties, retries and declarations make. */
class MessageOptionsTest {

    private static PublishPlan plan(String... options) {
        PrintStream out = new PrintStream(PrintStream.nullOutputStream(), true);
        PublishCommand command = new PublishCommand(
                new Console(InputStream.nullInputStream(), out, out, false, false, false),
                CommandRun.UNCONFIGURED,
                new StopRequest());
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(options);
        return command.plan();
    }

    @Test
    void everyPropertyCanBeGiven() {
        PublishOptions options = plan(
                        "--header",
                        "a=b=c",
                        "--header",
                        "n:=3",
                        "--header",
                        "list:=[1,\"x\"]",
                        "--transient",
                        "--priority",
                        "7",
                        "--expiration",
                        "90s",
                        "--content-type",
                        "text/csv",
                        "--content-encoding",
                        "latin-1",
                        "--correlation-id",
                        "c1",
                        "--reply-to",
                        "answers",
                        "--message-id",
                        "m1",
                        "--timestamp",
                        "2026-01-31T12:00:00Z",
                        "--type",
                        "tick",
                        "--user-id",
                        "guest",
                        "--app-id",
                        "cli")
                .options();
        assertThat(options.headers()).isEqualTo(Map.of("a", "b=c", "n", 3, "list", List.of(1, "x")));
        assertThat(options.effectiveDeliveryMode()).isEqualTo(DeliveryMode.TRANSIENT);
        assertThat(options.priority()).isEqualTo(7);
        assertThat(options.expiration()).isEqualTo(Duration.ofSeconds(90));
        assertThat(options.contentType()).isEqualTo("text/csv");
        assertThat(options.contentEncoding()).isEqualTo("latin-1");
        assertThat(options.correlationId()).isEqualTo("c1");
        assertThat(options.replyTo()).isEqualTo("answers");
        assertThat(options.messageId()).isEqualTo("m1");
        assertThat(options.timestamp()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(options.type()).isEqualTo("tick");
        assertThat(options.userId()).isEqualTo("guest");
        assertThat(options.appId()).isEqualTo("cli");
    }

    @Test
    void withoutThemMessagesArePersistentTextOrJson() {
        assertThat(plan().options().effectiveDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(plan().options().contentType()).isEqualTo("text/plain");
        assertThat(plan("--format", "csv").options().contentType()).isEqualTo("application/json");
        assertThat(plan("--numbered-message-id").options().isMessageIdNumbered())
                .isTrue();
        assertThat(plan().options().isMessageIdUnset()).isTrue();
    }

    @Test
    void retriesHaveKombusWords() {
        EngineSettings settings = settings(
                "--max-retries",
                "3",
                "--interval-start",
                "0",
                "--interval-step",
                "200ms",
                "--interval-max",
                "500ms",
                "--confirm-timeout",
                "2s");
        assertThat(settings.retry().policy())
                .isEqualTo(RetryPolicy.builder()
                        .maxRetries(3)
                        .intervalStart(Duration.ZERO)
                        .intervalStep(Duration.ofMillis(200))
                        .intervalMax(Duration.ofMillis(500))
                        .build());
        assertThat(settings.timeouts().confirm()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings().retry().policy()).isEqualTo(RetryPolicy.standard());
        assertThat(settings("--retries", "0").retry().policy().maxRetries()).isZero();
    }

    @Test
    void theExchangeIsBoundByTheKeyOrForAllKeys() {
        String[] exchange = {"--exchange", "x", "--exchange-type", "topic", "--queue", "q"};
        assertThat(plan(exchange).declarations().bindingKey()).isEmpty();
        assertThat(plan(and(exchange, "--key", "a.b")).declarations().bindingKey())
                .isEqualTo("a.b");
        assertThat(plan(and(exchange, "--format", "ndjson", "--key-from", "/k"))
                        .declarations()
                        .bindingKey())
                .isEqualTo("#");
        assertThat(plan("--exchange", "x", "--queue", "q").declarations()).isEqualTo(Declarations.NONE);
    }

    private static EngineSettings settings(String... options) {
        PublishPlan.Engine engine = plan(options).engine();
        return engine.builder(engine.uris()).buildSettings();
    }

    private static String[] and(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }
}
