package dev.ringpost.config;

import dev.ringpost.tls.Tls;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of the group {@code tls}, which make one object together. Not thread-safe. */
final class TlsDraft {

    private static final char[] NO_PASSWORD = {};

    private @Nullable Path trustPem;
    private @Nullable Path trustPkcs12;
    private @Nullable String trustPassword;
    private @Nullable Path certPem;
    private @Nullable Path keyPem;
    private @Nullable Path keyPkcs12;
    private @Nullable String keyPassword;
    private @Nullable List<String> protocols;
    private @Nullable String serverName;
    private boolean verifyHostname = true;

    void trustPem(Path file) {
        trustPem = file;
    }

    void trustPkcs12(Path file) {
        trustPkcs12 = file;
    }

    void trustPassword(String password) {
        trustPassword = password;
    }

    void certPem(Path file) {
        certPem = file;
    }

    void keyPem(Path file) {
        keyPem = file;
    }

    void keyPkcs12(Path file) {
        keyPkcs12 = file;
    }

    void keyPassword(String password) {
        keyPassword = password;
    }

    /** Refuses at once what this Java does not know. */
    void protocols(List<String> names) {
        Tls.systemTrust().protocols(names.toArray(String[]::new));
        protocols = names;
    }

    /** Refuses at once what is no host's name. */
    void serverName(String name) {
        Tls.systemTrust().serverName(name);
        serverName = name;
    }

    void verifyHostname(boolean verify) {
        verifyHostname = verify;
    }

    /** Whether anything differs from the default. */
    boolean isAny() {
        return trustPem != null
                || trustPkcs12 != null
                || certPem != null
                || keyPem != null
                || keyPkcs12 != null
                || protocols != null
                || serverName != null
                || !verifyHostname;
    }

    /** Tells what does not go together. */
    void check(Conflicts conflicts) {
        if (trustPem != null && trustPkcs12 != null) {
            conflicts.found("tls.trust-pem", "tls.trust-pkcs12", "two files to believe: leave one out");
        }
        if (trustPassword != null && trustPkcs12 == null) {
            conflicts.found(
                    "tls.trust-password", "tls.trust-pkcs12", "opens nothing: only a PKCS #12 file has a password");
        }
        if (keyPkcs12 != null && certPem != null) {
            conflicts.found("tls.cert-pem", "tls.key-pkcs12", "two certificates to show: leave one out");
        }
        if (keyPem != null && certPem == null) {
            conflicts.found("tls.key-pem", "tls.cert-pem", "has no certificate: name the file with that of this key");
        }
        if (keyPassword != null && keyPkcs12 == null && certPem == null) {
            conflicts.found("tls.key-password", "tls.key-pem", "opens nothing: there is no key");
        }
    }

    /** What they make. */
    Tls build() {
        Tls tls = Tls.systemTrust();
        if (trustPem != null) {
            tls = tls.trustPem(trustPem);
        }
        if (trustPkcs12 != null) {
            tls = tls.trustPkcs12(trustPkcs12, characters(trustPassword));
        }
        if (certPem != null) {
            Path key = keyPem == null ? certPem : keyPem;
            tls = keyPassword == null ? tls.keyPem(certPem, key) : tls.keyPem(certPem, key, characters(keyPassword));
        }
        if (keyPkcs12 != null) {
            tls = tls.keyPkcs12(keyPkcs12, characters(keyPassword));
        }
        if (protocols != null) {
            tls = tls.protocols(protocols.toArray(String[]::new));
        }
        if (serverName != null) {
            tls = tls.serverName(serverName);
        }
        return verifyHostname ? tls : tls.withoutHostnameVerification();
    }

    private static char[] characters(@Nullable String password) {
        return password == null ? NO_PASSWORD : password.toCharArray();
    }
}
