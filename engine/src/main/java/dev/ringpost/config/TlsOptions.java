package dev.ringpost.config;

import java.nio.file.Path;
import java.util.List;

/** The options of the engine's group {@code tls}. */
final class TlsOptions {

    static final String GROUP = "tls";

    static final String ABOUT =
            "Whom amqps connections believe, and which certificate they show. Files are read anew for "
                    + "every connection. What a broker's URI says goes before it. Give passwords in the environment: "
                    + "RINGPOST_ENGINE_TLS_KEY_PASSWORD, RINGPOST_ENGINE_TLS_TRUST_PASSWORD.";

    static final List<Option<EngineDraft, ?>> ALL = List.of(
            Option.unset(
                    "tls.trust-pem",
                    Types.file(),
                    "ca.pem",
                    "PEM file of the authorities, or brokers, to believe, and no others; by default those that this Java "
                            + "believes.",
                    (EngineDraft draft, Path file) -> draft.tls().trustPem(file)),
            Option.unset(
                    "tls.trust-pkcs12",
                    Types.file(),
                    "trust.p12",
                    "The same as a PKCS #12 file, in place of trust-pem.",
                    (EngineDraft draft, Path file) -> draft.tls().trustPkcs12(file)),
            Option.unset(
                    "tls.trust-password",
                    Types.secret(),
                    "changeit",
                    "Opens the file of trust-pkcs12; by default empty.",
                    (EngineDraft draft, String password) -> draft.tls().trustPassword(password)),
            Option.unset(
                    "tls.cert-pem",
                    Types.file(),
                    "client.pem",
                    "PEM file with the certificate to show to the broker, and those between it and its authority; by "
                            + "default none is shown.",
                    (EngineDraft draft, Path file) -> draft.tls().certPem(file)),
            Option.unset(
                    "tls.key-pem",
                    Types.file(),
                    "client-key.pem",
                    "PEM file with its key; by default that of cert-pem.",
                    (EngineDraft draft, Path file) -> draft.tls().keyPem(file)),
            Option.unset(
                    "tls.key-pkcs12",
                    Types.file(),
                    "client.p12",
                    "PKCS #12 file with certificate and key, in place of cert-pem and key-pem.",
                    (EngineDraft draft, Path file) -> draft.tls().keyPkcs12(file)),
            Option.unset(
                    "tls.key-password",
                    Types.secret(),
                    "changeit",
                    "Opens the key of key-pem or the file of key-pkcs12; by default empty.",
                    (EngineDraft draft, String password) -> draft.tls().keyPassword(password)),
            Option.of(
                    "tls.protocols",
                    Types.names(),
                    "TLSv1.3, TLSv1.2",
                    "The versions of TLS that may be spoken.",
                    (EngineDraft draft, List<String> names) -> draft.tls().protocols(names)),
            Option.unset(
                    "tls.server-name",
                    Types.text(1, 255),
                    "rabbit.example",
                    "The name that the broker's certificate must have, for a broker reached through a tunnel or by its "
                            + "address; by default the host of its URI.",
                    (EngineDraft draft, String name) -> draft.tls().serverName(name)),
            Option.of(
                    "tls.verify-hostname",
                    Types.flag(),
                    "true",
                    "false believes a certificate whatever names it has: whoever holds one of a trusted authority can pose "
                            + "as the broker. Logged as a warning.",
                    (EngineDraft draft, Boolean verify) -> draft.tls().verifyHostname(verify)));

    private TlsOptions() {}
}
