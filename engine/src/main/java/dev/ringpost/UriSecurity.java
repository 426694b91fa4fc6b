package dev.ringpost;

import dev.ringpost.tls.Tls;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a broker's URI says of certificates and login, under the names of RabbitMQ's URIs; see {@link BrokerUri}.
 *
 * @param caCertFile PEM file of certificates to believe, or {@code null} for the engine's
 * @param certFile PEM file with the client's certificate, or {@code null} for the engine's
 * @param keyFile PEM file with its key; there if {@code certFile} is
 * @param serverName the name that the broker's certificate must have, or {@code null} for the host's
 * @param external whether to log in by the client's certificate, or {@code null} for as the engine says
 */
public record UriSecurity(
        @Nullable String caCertFile,
        @Nullable String certFile,
        @Nullable String keyFile,
        @Nullable String serverName,
        @Nullable Boolean external) {

    /** Nothing. */
    public static final UriSecurity NONE = new UriSecurity(null, null, null, null, null);

    /** The engine's TLS with what the URI says in its place. */
    public Tls over(Tls engine) {
        Tls tls = caCertFile == null ? engine : engine.trustPem(Path.of(caCertFile));
        if (certFile != null && keyFile != null) {
            tls = tls.keyPem(Path.of(certFile), Path.of(keyFile));
        }
        return serverName == null ? tls : tls.serverName(serverName);
    }

    /** Whether any of it concerns TLS, so that it would mean nothing without. */
    boolean needsTls() {
        return caCertFile != null || certFile != null || serverName != null || Boolean.TRUE.equals(external);
    }
}
