package dev.ringpost.bench.nullbroker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key and a certificate that it signed itself, for {@code 127.0.0.1} and {@code localhost}, made by the JDK's keytool and
 * deleted at the end. It protects nothing, and so its password is no secret.
 */
public final class ThrowawayKey implements AutoCloseable {
    private static final String PASSWORD = "throwaway";
    private static final String ALIAS = "broker";
    private static final long KEYTOOL_TIMEOUT_S = 60;
    private static final int PEM_LINE_CHARS = 64;

    private final Path directory;

    private ThrowawayKey(Path directory) {
        this.directory = directory;
    }

    /** Makes one below the system's temporary directory. */
    public static ThrowawayKey make() throws IOException, InterruptedException {
        ThrowawayKey key = new ThrowawayKey(Files.createTempDirectory("ringpost-bench-tls-"));
        try {
            key.runKeytool();
            key.writeCertificate();
            return key;
        } catch (IOException | InterruptedException | RuntimeException e) {
            key.close();
            throw e;
        }
    }

    /** PKCS #12 with key and certificate; for {@link NullBrokerMain}. */
    public Path keyStore() {
        return directory.resolve("broker.p12");
    }

    /** The certificate as PEM, for who is to believe it. */
    public Path certificate() {
        return directory.resolve("broker.pem");
    }

    private void runKeytool() throws IOException, InterruptedException {
        Path output = directory.resolve("keytool.out");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        keyStore().toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = keytool.waitFor(KEYTOOL_TIMEOUT_S, TimeUnit.SECONDS);
        if (!ended) {
            keytool.destroyForcibly();
        }
        if (!ended || keytool.exitValue() != 0) {
            throw new IOException("the JDK's keytool made no key: "
                    + Files.readString(output, StandardCharsets.ISO_8859_1).strip());
        }
    }

    private void writeCertificate() throws IOException {
        try {
            byte[] der = load(keyStore()).getCertificate(ALIAS).getEncoded();
            String lines =
                    Base64.getMimeEncoder(PEM_LINE_CHARS, new byte[] {'\n'}).encodeToString(der);
            Files.writeString(certificate(), "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n");
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate that keytool made cannot be read: " + e, e);
        }
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    /** What a broker with this key store shows to its clients. */
    static SSLContext serverContext(Path keyStore) throws IOException {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(keyStore), PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("key store for TLS: " + e, e);
        }
    }

    @Override
    public void close() throws IOException {
        for (String file : new String[] {"broker.p12", "broker.pem", "keytool.out"}) {
            Files.deleteIfExists(directory.resolve(file));
        }
        Files.deleteIfExists(directory);
    }
}
