package dev.ringpost.cli;

import dev.ringpost.tls.Tls;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command's options for {@code amqps}. A password comes from the environment: options are seen by all users. */
final class TlsFiles {

    /** The names of all. */
    static final List<String> OPTIONS = List.of("--tls-ca", "--tls-cert", "--tls-key", "--tls-pkcs12");

    private static final String PASSWORD_VARIABLE = "RINGPOST_TLS_PASSWORD";

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description =
                    "With amqps://: PEM file of the authorities, or brokers, to believe. Default: those that Java "
                            + "believes.")
    private @Nullable Path authorities;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description =
                    "PEM file with the certificate to show to the broker, and those between it and its authority.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "PEM file with its key. Default: it is in the file of --tls-cert.")
    private @Nullable Path key;

    @Option(
            names = "--tls-pkcs12",
            paramLabel = "FILE",
            description =
                    "PKCS #12 file with certificate and key, instead of these two. Its password, or that of the key, is "
                            + "read from the environment variable " + PASSWORD_VARIABLE + ".")
    private @Nullable Path pkcs12;

    /** The settings they make, or {@code null} without any. */
    @Nullable
    Tls settings() {
        return settings(System.getenv(PASSWORD_VARIABLE));
    }

    /** Visible for its test. */
    @Nullable
    Tls settings(@Nullable String password) {
        if (authorities == null && certificate == null && key == null && pkcs12 == null) {
            return null;
        }
        Tls tls = authorities == null ? Tls.systemTrust() : Tls.systemTrust().trustPem(authorities);
        if (pkcs12 != null) {
            if (certificate != null || key != null) {
                throw CommandFailure.usage("--tls-pkcs12 excludes --tls-cert and --tls-key: leave one out");
            }
            return tls.keyPkcs12(pkcs12, password == null ? new char[0] : password.toCharArray());
        }
        if (certificate == null) {
            if (key != null) {
                throw CommandFailure.usage("--tls-key needs --tls-cert, the certificate of that key");
            }
            return tls;
        }
        Path keyFile = key == null ? certificate : key;
        return password == null
                ? tls.keyPem(certificate, keyFile)
                : tls.keyPem(certificate, keyFile, password.toCharArray());
    }
}
