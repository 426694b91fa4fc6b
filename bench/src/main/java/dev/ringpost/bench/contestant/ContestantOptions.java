package dev.ringpost.bench.contestant;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options every contestant's main takes; one may add its own. Filled once by picocli, then only read. */
public class ContestantOptions {
    @Option(names = "--uri", description = "Broker address; default amqp://guest:guest@127.0.0.1:PORT")
    private String uri = "";

    @Option(names = "--port", description = "Port on loopback, instead of --uri")
    private int port;

    @Option(names = "--trusted-certificate", description = "PEM file to believe the broker by, for amqps")
    private @Nullable Path trustedCertificate;

    @Option(names = "--messages", description = "Messages in the measured part (default: ${DEFAULT-VALUE})")
    private long messageCount = 1_000_000;

    @Option(names = "--warmup-messages", description = "Messages before it (default: ${DEFAULT-VALUE})")
    private long warmupMessageCount = 200_000;

    @Option(names = "--window", description = "Unconfirmed messages allowed (default: ${DEFAULT-VALUE})")
    private int windowMessages = 16_384;

    @Option(names = "--body-bytes", description = "Octets of each body (default: ${DEFAULT-VALUE})")
    private int bodyBytes = 100;

    /** The broker's address, from {@code --uri} or {@code --port}. */
    public final URI uri() {
        if (uri.isEmpty() && port == 0) {
            throw new IllegalArgumentException("either --uri or --port is needed");
        }
        return URI.create(uri.isEmpty() ? "amqp://guest:guest@127.0.0.1:" + port : uri);
    }

    /** The certificate of a broker that is reached by {@code amqps}; {@code null} without TLS. */
    public final @Nullable Path trustedCertificate() {
        return trustedCertificate;
    }

    public final long messageCount() {
        return messageCount;
    }

    public final long warmupMessageCount() {
        return warmupMessageCount;
    }

    public final int windowMessages() {
        return windowMessages;
    }

    public final int bodyBytes() {
        return bodyBytes;
    }
}
