package dev.ringpost.testing;

import dev.ringpost.testing.TestAuthority.Issued;
import dev.ringpost.testing.TestAuthority.Request;
import dev.ringpost.tls.Tls;
import java.nio.file.Path;

/**
 * A RabbitMQ node with a TLS port besides the plain one, and the authority that it and its clients have. Its certificate
 * names {@code localhost} and {@link #NAME}, not 127.0.0.1.
 */
public final class TlsNode implements AutoCloseable {

    /** The other name in its certificate. */
    public static final String NAME = "rabbit.example";

    private final TestAuthority authority;
    private final Path directory;
    private final RabbitNode node;
    private final int port;

    private TlsNode(TestAuthority authority, Path directory, RabbitNode node, int port) {
        this.authority = authority;
        this.directory = directory;
        this.node = node;
        this.port = port;
    }

    /** Starts one; with {@code required}, clients must show a certificate. */
    public static TlsNode start(Path directory, boolean required) {
        TestAuthority authority = TestAuthority.named("tls node authority");
        Issued own = authority.issue(Request.of("tls node", "localhost", NAME));
        int port = FreePorts.pick(1)[0];
        RabbitNode node = RabbitNode.start(RabbitOptions.defaults()
                .withPlugins("rabbitmq_auth_mechanism_ssl")
                .withConfig(
                        "listeners.ssl.1 = 127.0.0.1:" + port,
                        "ssl_options.cacertfile = " + authority.writeCertificate(directory.resolve("ca.pem")),
                        "ssl_options.certfile = " + own.writeCertificate(directory.resolve("node.pem")),
                        "ssl_options.keyfile = " + own.writeKey(directory.resolve("node-key.pem")),
                        "ssl_options.verify = verify_peer",
                        "ssl_options.fail_if_no_peer_cert = " + required,
                        "ssl_cert_login_from = common_name",
                        "auth_mechanisms.1 = PLAIN",
                        "auth_mechanisms.2 = AMQPLAIN",
                        "auth_mechanisms.3 = EXTERNAL"));
        return new TlsNode(authority, directory, node, port);
    }

    /** The node itself. */
    public RabbitNode node() {
        return node;
    }

    /** What issued its certificate. */
    public TestAuthority authority() {
        return authority;
    }

    /** The TLS port. */
    public int port() {
        return port;
    }

    /** By a name that its certificate has. */
    public String uri() {
        return "amqps://guest:guest@localhost:" + port + "/";
    }

    /** PEM file with the authority's certificate. */
    public Path authorityFile() {
        return directory.resolve("ca.pem");
    }

    /** Believes the node. */
    public Tls trust() {
        return Tls.systemTrust().trustPem(authorityFile());
    }

    /** Believes it, and shows a certificate for that user. */
    public Tls trustAs(String user) {
        Issued client = authority.issue(Request.of(user));
        return trust().keyPem(
                        client.writeCertificate(directory.resolve(user + ".pem")),
                        client.writeKey(directory.resolve(user + "-key.pem")));
    }

    /** A plain client, past TLS. */
    public BrokerClient client() {
        return BrokerClient.connect(node.uri());
    }

    @Override
    public void close() {
        node.close();
    }
}
