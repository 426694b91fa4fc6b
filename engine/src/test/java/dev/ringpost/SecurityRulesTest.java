package dev.ringpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.testing.TestAuthority;
import dev.ringpost.testing.TestAuthority.Issued;
import dev.ringpost.testing.TestAuthority.Request;
import dev.ringpost.tls.Tls;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS settings of engine and URI, as far as they can be checked without a broker. */
class SecurityRulesTest {

    @TempDir
    private Path directory = Path.of("");

    private static void assertRefused(EngineBuilder builder, String... why) {
        assertThatThrownBy(builder::buildSettings)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(why);
    }

    @Test
    void tlsThatWouldNotBeUsedIsRefused() {
        assertRefused(
                PublisherEngine.builder().uri("amqp://rabbit").tls(Tls.systemTrust()),
                "tls is set, but no broker's URI starts with amqps://");
    }

    @Test
    void everyFileThatCannotBeReadIsNamedOnce() {
        EngineBuilder builder = PublisherEngine.builder()
                .uri("amqps://one")
                .uri("amqps://two")
                .uri("amqps://three?cacertfile=/no/ca.pem")
                .tls(Tls.systemTrust().trustPem(directory.resolve("none.pem")))
                .lanes(0);
        assertRefused(builder, "lanes 0", "none.pem does not exist", "ca.pem does not exist");
        assertThatThrownBy(builder::buildSettings).message().containsOnlyOnce("none.pem");
    }

    @Test
    void externalNeedsTlsAndAKey() {
        assertRefused(
                PublisherEngine.builder().uri("amqp://rabbit").externalAuthentication(),
                "externalAuthentication at rabbit:5672 needs TLS");
        assertRefused(
                PublisherEngine.builder().uri("amqps://rabbit").externalAuthentication(),
                "externalAuthentication at rabbit:5671 needs a client certificate");
        assertRefused(
                PublisherEngine.builder().uri("amqps://rabbit?auth_mechanism=external"), "needs a client certificate");
        assertThat(PublisherEngine.builder()
                        .uri("amqps://rabbit?auth_mechanism=plain;amqp://other?auth_mechanism=PLAIN")
                        .externalAuthentication()
                        .buildSettings()
                        .uris())
                .hasSize(2);
    }

    @Test
    void whatTheUriSaysGoesBeforeTheEngines() {
        TestAuthority authority = TestAuthority.named("ca");
        Issued client = authority.issue(Request.of("me"));
        Path certificate = client.writeCertificate(directory.resolve("my cert.pem"));
        Path key = client.writeKey(directory.resolve("key.pem"));
        String uri = "amqps://rabbit?certfile=" + certificate.toString().replace(" ", "%20") + "&keyfile=" + key
                + "&server_name_indication=real.example&auth_mechanism=external&verify=verify_peer";
        EngineSettings settings = PublisherEngine.builder().uri(uri).buildSettings();
        BrokerUri parsed = settings.uris().get(0);
        assertThat(settings.connecting().externalFor(parsed)).isTrue();
        Tls tls = settings.connecting().tlsFor(parsed);
        assertThat(tls.hasKey()).isTrue();
        assertThat(tls.toString()).contains("real.example", "my cert.pem");
        assertThat(BrokerUri.parse(parsed.toString().replace("**", "guest"))).isEqualTo(parsed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            amqps://rabbit?verify=verify_none            | would believe any broker
            amqps://rabbit?verify=maybe                  | verify is not verify_peer
            amqps://rabbit?keyfile=k.pem                 | keyfile needs certfile
            amqps://rabbit?cacertfile=                   | cacertfile is empty
            amqps://rabbit?cacertfile=a%00b              | control character
            amqps://rabbit?certfile=%zz                  | Malformed escape
            amqps://rabbit?server_name_indication=a%20b  | no host's name
            amqps://rabbit?auth_mechanism=kerberos       | neither plain nor external
            amqps://rabbit?certfile=a&certfile=b         | given twice
            amqp://rabbit?cacertfile=ca.pem              | need TLS
            amqp://rabbit?auth_mechanism=external        | need TLS
            """)
    void saysWhatIsWrongWithAnOption(String uri, String why) {
        assertThatThrownBy(() -> BrokerUri.parse(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
