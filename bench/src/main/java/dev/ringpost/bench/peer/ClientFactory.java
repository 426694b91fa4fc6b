package dev.ringpost.bench.peer;

import com.rabbitmq.client.ConnectionFactory;
import dev.ringpost.bench.contestant.ContestantOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** amqp-client's factory for the options' address, everything else at its default; with TLS the host's name is verified. */
final class ClientFactory {
    private ClientFactory() {}

    static ConnectionFactory of(ContestantOptions options) throws IOException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(options.uri().getHost());
        factory.setPort(options.uri().getPort());
        Path certificate = options.trustedCertificate();
        if (certificate != null) {
            factory.useSslProtocol(trusting(certificate));
            factory.enableHostnameVerification();
        }
        return factory;
    }

    private static SSLContext trusting(Path certificate) throws IOException {
        try (InputStream in = Files.newInputStream(certificate)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "broker", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("certificate to trust, " + certificate + ": " + e, e);
        }
    }
}
