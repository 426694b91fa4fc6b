package dev.ringpost;

import dev.ringpost.tls.Tls;
import dev.ringpost.tls.TlsMaterialException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to fit together for encrypted connections; read before the first one is opened. */
final class SecurityRules {

    private static final Logger LOG = LoggerFactory.getLogger(SecurityRules.class);

    private SecurityRules() {}

    /**
     * Adds what is wrong.
     *
     * @param wrong where to
     * @param uris the brokers
     * @param connecting how they are connected to
     * @param tlsWasSet whether the application brought TLS settings, and so believes that there is TLS
     */
    static void check(
            WrongSettings wrong, List<BrokerUri> uris, EngineSettings.Connecting connecting, boolean tlsWasSet) {
        if (tlsWasSet && uris.stream().noneMatch(BrokerUri::tls)) {
            wrong.add(
                    "tls",
                    "uris",
                    "tls is set, but no broker's URI starts with amqps://, so nothing would be encrypted");
        }
        Set<String> unusable = new LinkedHashSet<>(); // several brokers mostly have the same files
        for (BrokerUri uri : uris) {
            boolean external = connecting.externalFor(uri);
            if (external && !(uri.tls() && connecting.tlsFor(uri).hasKey())) {
                wrong.add(
                        "externalAuthentication",
                        "uris",
                        "externalAuthentication at " + uri.address() + " needs "
                                + (uri.tls()
                                        ? "a client certificate: give one with Tls.keyPem or Tls.keyPkcs12"
                                        : "TLS: write amqps://"));
            }
            if (uri.tls()) {
                try {
                    connecting.tlsFor(uri).newSocketFactory();
                } catch (TlsMaterialException e) {
                    unusable.add("tls: " + e.getMessage());
                }
            }
        }
        unusable.forEach(text -> wrong.add("tls", "uris", text));
    }

    /** Logs, once each, what works and should not be left so. */
    static void warn(EngineSettings settings) {
        Set<String> warnings = new LinkedHashSet<>();
        for (BrokerUri uri : settings.uris()) {
            if (uri.tls()) {
                Tls tls = settings.connecting().tlsFor(uri);
                warnings.addAll(tls.warnings());
            }
        }
        warnings.forEach(warning -> LOG.warn("{}: {}", settings.name(), warning));
    }
}
