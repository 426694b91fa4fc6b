package dev.ringpost.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority made for one test, and what it issues. Its keys are elliptic, which takes no time. */
public final class TestAuthority {

    private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());
    private static final Duration DAY = Duration.ofDays(1);

    private final X500Principal name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    /** A certificate, its key, and what stands above it. */
    public record Issued(PrivateKey key, X509Certificate certificate, X509Certificate authority) {

        /** Writes the certificate as PEM. */
        public Path writeCertificate(Path file) {
            return write(file, pem(certificate));
        }

        /** Writes the key as PEM, PKCS #8. */
        public Path writeKey(Path file) {
            return write(file, pem("PRIVATE KEY", key.getEncoded()));
        }

        /** Writes both as PKCS #12. */
        public Path writePkcs12(Path file, String password) {
            return store(
                    file,
                    password,
                    store -> store.setKeyEntry(
                            "client", key, password.toCharArray(), new X509Certificate[] {certificate, authority}));
        }
    }

    /** What is asked for. */
    public record Request(String subject, boolean rsa, Instant notBefore, Instant notAfter, List<String> hosts) {

        /** In date for a day, with an elliptic key. */
        public static Request of(String subject, String... hosts) {
            Instant now = Instant.now();
            return new Request(subject, false, now.minus(DAY), now.plus(DAY), List.of(hosts));
        }

        /** The same, out of date for a day. */
        public Request expired() {
            return new Request(
                    subject, rsa, notBefore.minus(DAY.multipliedBy(2)), notAfter.minus(DAY.multipliedBy(2)), hosts);
        }

        /** The same with an RSA key. */
        public Request withRsa() {
            return new Request(subject, true, notBefore, notAfter, hosts);
        }
    }

    private TestAuthority(X500Principal name, KeyPair keys, X509Certificate certificate) {
        this.name = name;
        this.keys = keys;
        this.certificate = certificate;
    }

    /** An authority with this common name. */
    public static TestAuthority named(String commonName) {
        X500Principal name = new X500Principal("CN=" + commonName);
        KeyPair keys = newKeys(false);
        Request request = Request.of(commonName);
        return new TestAuthority(name, keys, sign(name, keys.getPrivate(), name, keys, request, true));
    }

    /** Issues a certificate; of the hosts, those that begin with a digit are addresses. */
    public Issued issue(Request request) {
        KeyPair own = newKeys(request.rsa);
        X500Principal subject = new X500Principal("CN=" + request.subject);
        return new Issued(own.getPrivate(), sign(name, keys.getPrivate(), subject, own, request, false), certificate);
    }

    /** Writes the authority's certificate as PEM. */
    public Path writeCertificate(Path file) {
        return write(file, pem(certificate));
    }

    /** The authority's certificate as PEM. */
    public String pem() {
        return pem(certificate);
    }

    /** Writes the authority's certificate as PKCS #12, marked as trusted. */
    public Path writePkcs12(Path file, String password) {
        return store(file, password, store -> store.setCertificateEntry("ca", certificate));
    }

    private static X509Certificate sign(
            X500Principal issuer,
            PrivateKey issuerKey,
            X500Principal subject,
            KeyPair own,
            Request request,
            boolean ca) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(SERIAL.incrementAndGet()),
                    Date.from(request.notBefore),
                    Date.from(request.notAfter),
                    subject,
                    own.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
            if (!request.hosts.isEmpty()) {
                GeneralName[] names = request.hosts.stream()
                        .map(host -> new GeneralName(
                                Character.isDigit(host.charAt(0)) ? GeneralName.iPAddress : GeneralName.dNSName, host))
                        .toArray(GeneralName[]::new);
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey)));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys(boolean rsa) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "EC");
            if (rsa) {
                generator.initialize(2048);
            } else {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Filling {
        void fill(KeyStore store) throws GeneralSecurityException;
    }

    private static Path store(Path file, String password, Filling filling) {
        try (var out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            filling.fill(store);
            store.store(out, password.toCharArray());
            return file;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A PEM block. */
    public static String pem(String type, byte[] der) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(new org.bouncycastle.util.io.pem.PemObject(type, der));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    /** Writes a text file. */
    public static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
