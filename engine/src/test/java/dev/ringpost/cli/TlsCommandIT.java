package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.testing.RabbitTest;
import dev.ringpost.testing.TestAuthority;
import dev.ringpost.testing.TlsNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command's options for encrypted connections. */
@RabbitTest
class TlsCommandIT {

    @TempDir
    private Path directory = Path.of("");

    private static CommandRun publish(String... options) {
        ByteArrayInputStream line = new ByteArrayInputStream("x\n".getBytes(StandardCharsets.UTF_8));
        String[] arguments = Stream.concat(Stream.of("publish"), Stream.concat(Stream.of(options), Stream.of("-")))
                .toArray(String[]::new);
        return CommandRun.of(line, new StopRequest(), arguments);
    }

    @Test
    void publishesWithCertificatesAndSaysWhatIsWrongWithout() {
        try (TlsNode node = TlsNode.start(directory, true)) {
            node.trustAs("guest");
            String certificate = directory.resolve("guest.pem").toString();
            String key = directory.resolve("guest-key.pem").toString();
            String authority = node.authorityFile().toString();
            CommandRun run = publish(
                    "--uri",
                    node.uri(),
                    "--tls-ca",
                    authority,
                    "--tls-cert",
                    certificate,
                    "--tls-key",
                    key,
                    "--queue",
                    "q");
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();

            CommandRun external = publish(
                    "--uri",
                    node.uri() + "?auth_mechanism=external&cacertfile=" + authority,
                    "--tls-cert",
                    certificate,
                    "--tls-key",
                    key);
            assertThat(external.err()).isEmpty();
            assertThat(external.exitCode()).isZero();

            CommandRun unknown = publish("--uri", node.uri());
            assertThat(unknown.exitCode()).as("as a refused login").isEqualTo(ExitCodes.USAGE);
            assertThat(unknown.err()).singleElement().asString().contains("an issuer that is not trusted");
        }
    }

    @Test
    void whatCannotWorkIsAUsageError() {
        CommandRun missing = publish("--uri", "amqps://localhost", "--tls-ca", "/no/such.pem");
        assertThat(missing.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(missing.err()).singleElement().asString().contains("/no/such.pem does not exist");
        CommandRun plain = publish("--uri", "amqp://localhost", "--tls-ca", "/no/such.pem");
        assertThat(plain.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(plain.err()).singleElement().asString().contains("nothing would be encrypted");
    }

    private static TlsFiles parsed(String... options) {
        TlsFiles files = new TlsFiles();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("tls", CommandLine.Model.CommandSpec.forAnnotatedObject(files)))
                .parseArgs(options);
        return files;
    }

    @Test
    void oneFileOrTwoOrPkcs12() {
        assertThat(parsed().settings(null)).isNull();
        TestAuthority authority = TestAuthority.named("ca");
        Path store = authority.issue(TestAuthority.Request.of("me")).writePkcs12(directory.resolve("me.p12"), "s3cr3t");
        assertThat(parsed("--tls-pkcs12", store.toString()).settings("s3cr3t"))
                .isNotNull()
                .satisfies(tls -> {
                    assertThat(tls.newSocketFactory()).isNotNull();
                    assertThat(tls.toString()).doesNotContain("s3cr3t");
                });
        assertThat(parsed("--tls-cert", "both.pem").settings(null)).asString().contains("key=both.pem");
        assertThatThrownBy(() -> parsed("--tls-key", "k.pem").settings(null)).hasMessageContaining("--tls-cert");
        assertThatThrownBy(
                        () -> parsed("--tls-pkcs12", "p", "--tls-key", "k.pem").settings(null))
                .hasMessageContaining("leave one out");
    }
}
