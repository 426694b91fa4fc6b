package dev.ringpost.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How {@code amqps} connections are made: which brokers are believed, the certificate the engine shows, the versions of
 * TLS. Starts from {@link #systemTrust()}; each method returns a changed copy. Immutable and thread-safe.
 *
 * <pre>{@code
 * Tls.systemTrust().trustPem(Path.of("ca.pem")).keyPem(Path.of("client.pem"), Path.of("client-key.pem"))
 * }</pre>
 *
 * <p>A broker is believed if a trusted authority issued its certificate, the certificate is in date, and it names the host
 * of the URI. The last can be switched off; nothing here believes just anybody.
 *
 * <p><b>Files</b> are read when the settings are built, so that what is wrong with them comes out there, and anew for every
 * connection: certificates that were replaced are taken up with the next one, without a restart. A file that cannot be read
 * then is an error of that connect, which is tried again.
 */
public final class Tls {

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    private static final Tls SYSTEM_TRUST = new Tls(null, null, PROTOCOLS, true, null);

    private final @Nullable TrustSource trust;
    private final @Nullable KeySource key;
    private final List<String> protocols;
    private final boolean verifiesHostname;
    private final @Nullable String serverName;

    private Tls(
            @Nullable TrustSource trust,
            @Nullable KeySource key,
            List<String> protocols,
            boolean verifiesHostname,
            @Nullable String serverName) {
        this.trust = trust;
        this.key = key;
        this.protocols = protocols;
        this.verifiesHostname = verifiesHostname;
        this.serverName = serverName;
    }

    /** The default: believes the authorities that this Java does, shows no certificate, speaks TLS 1.3 and 1.2. */
    public static Tls systemTrust() {
        return SYSTEM_TRUST;
    }

    /**
     * Believes the certificates of this file, and only them.
     *
     * @param certificates a PEM file with one certificate or more, of authorities or of the brokers themselves
     */
    public Tls trustPem(Path certificates) {
        Objects.requireNonNull(certificates, "certificates");
        return new Tls(new PemMaterial.Trust(certificates), key, protocols, verifiesHostname, serverName);
    }

    /**
     * Believes the certificates of this file, and only them.
     *
     * @param store a PKCS #12 file whose certificates are marked as trusted, as keytool does; OpenSSL needs an option
     * @param password opens it; copied
     */
    public Tls trustPkcs12(Path store, char[] password) {
        Objects.requireNonNull(store, "store");
        return new Tls(new Pkcs12Material(store, new Secret(password)), key, protocols, verifiesHostname, serverName);
    }

    /** As {@link #keyPem(Path, Path, char[])}, with a key that is not encrypted. */
    public Tls keyPem(Path certificates, Path privateKey) {
        return withPemKey(certificates, privateKey, null);
    }

    /**
     * Shows this certificate to brokers that ask for one.
     *
     * @param certificates a PEM file: the client's certificate, then those between it and the authority
     * @param privateKey a PEM file with its key, as PKCS #8 or, for RSA, PKCS #1; may be the same file
     * @param password opens the key, if it is encrypted; copied
     */
    public Tls keyPem(Path certificates, Path privateKey, char[] password) {
        return withPemKey(certificates, privateKey, new Secret(password));
    }

    private Tls withPemKey(Path certificates, Path privateKey, @Nullable Secret password) {
        Objects.requireNonNull(certificates, "certificates");
        Objects.requireNonNull(privateKey, "privateKey");
        KeySource source = new PemMaterial.Key(certificates, privateKey, password);
        return new Tls(trust, source, protocols, verifiesHostname, serverName);
    }

    /**
     * Shows the certificate in this file to brokers that ask for one.
     *
     * @param store a PKCS #12 file with the certificate and its key
     * @param password opens the file and the key; copied
     */
    public Tls keyPkcs12(Path store, char[] password) {
        Objects.requireNonNull(store, "store");
        KeySource source = new Pkcs12Material(store, new Secret(password));
        return new Tls(trust, source, protocols, verifiesHostname, serverName);
    }

    /**
     * The versions of TLS that may be spoken; default {@code TLSv1.3} and {@code TLSv1.2}.
     *
     * @throws IllegalArgumentException if there is none, or this Java knows one of them not
     */
    public Tls protocols(String... protocols) {
        List<String> wanted = List.of(protocols);
        List<String> known =
                List.of(newContext(null, null).getSupportedSSLParameters().getProtocols());
        if (wanted.isEmpty() || !known.containsAll(wanted)) {
            throw new IllegalArgumentException("protocols " + wanted + " are not all among " + known);
        }
        return new Tls(trust, key, wanted, verifiesHostname, serverName);
    }

    /**
     * The name that the broker's certificate must have, which the broker is also asked for (SNI), in place of the host in
     * its URI: for a broker reached through a tunnel or by its address.
     *
     * @throws IllegalArgumentException if it is no host's name
     */
    public Tls serverName(String serverName) {
        new SNIHostName(serverName); // refuses what is none
        return new Tls(trust, key, protocols, verifiesHostname, serverName);
    }

    /**
     * Believes a certificate whatever names it has: whoever holds any certificate of a trusted authority can then pose as
     * the broker. For an authority that issues certificates for nothing else. Logged as a warning at start.
     */
    public Tls withoutHostnameVerification() {
        return new Tls(trust, key, protocols, false, serverName);
    }

    /** Whether there is a certificate to show. */
    public boolean hasKey() {
        return key != null;
    }

    /** Whether the names in the broker's certificate are looked at. */
    public boolean verifiesHostname() {
        return verifiesHostname;
    }

    /**
     * Reads the files and makes what opens connections by them.
     *
     * @throws TlsMaterialException if a file cannot be used
     */
    public SSLSocketFactory newSocketFactory() {
        KeySource.Identity identity = key == null ? null : key.readKey();
        KeyStore trusted = trust == null ? null : trust.readTrust();
        SSLContext context = newContext(identity, trusted);
        return new CheckedSocketFactory(context.getSocketFactory(), protocols, verifiesHostname, serverName);
    }

    /**
     * What works and should not be left so, for people: a client certificate that has expired, hosts that are not verified.
     *
     * @throws TlsMaterialException if a file cannot be used
     */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!verifiesHostname) {
            warnings.add(
                    "the names in the brokers' certificates are not verified: another host with a certificate of the"
                            + " same authority can pose as the broker");
        }
        KeySource.Identity identity = key == null ? null : key.readKey();
        if (identity != null && identity.certificate().getNotAfter().before(new Date())) {
            warnings.add("the client certificate in " + identity.file() + " expired at "
                    + identity.certificate().getNotAfter().toInstant() + ": brokers will refuse it");
        }
        return warnings;
    }

    private static SSLContext newContext(KeySource.@Nullable Identity identity, @Nullable KeyStore trusted) {
        try {
            KeyManager[] keys = null;
            if (identity != null) {
                char[] password = identity.password().characters();
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(identity.store(), password);
                Arrays.fill(password, '\0');
                keys = factory.getKeyManagers();
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            TrustManager[] managers = factory.getTrustManagers();
            for (int i = 0; i < managers.length; i++) {
                if (managers[i] instanceof X509ExtendedTrustManager checking) {
                    managers[i] = new ExplainingTrustManager(checking);
                }
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, managers, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new TlsMaterialException("this Java cannot make a TLS context: " + e, e);
        }
    }

    @Override
    public String toString() {
        return "Tls[trust=" + (trust == null ? "system" : trust) + ", key=" + (key == null ? "none" : key)
                + ", protocols="
                + protocols + (verifiesHostname ? "" : ", without hostname verification")
                + (serverName == null ? "" : ", serverName=" + serverName) + "]";
    }
}
