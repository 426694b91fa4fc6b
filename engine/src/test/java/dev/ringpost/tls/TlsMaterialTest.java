package dev.ringpost.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.testing.TestAuthority;
import dev.ringpost.testing.TestAuthority.Issued;
import dev.ringpost.testing.TestAuthority.Request;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OutputEncryptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of file that is read, and what is said of those that cannot be. */
class TlsMaterialTest {

    private static final String SECRET = "s3cr3t-w0rd";
    private static final TestAuthority AUTHORITY = TestAuthority.named("test authority");
    private static final Issued ELLIPTIC = AUTHORITY.issue(Request.of("client"));
    private static final Issued RSA = AUTHORITY.issue(Request.of("client").withRsa());

    private static final String AES_256 = "2.16.840.1.101.3.4.1.42";

    @TempDir
    private Path directory = Path.of("");

    private Path file(String name) {
        return directory.resolve(name);
    }

    private static void works(Tls tls) {
        assertThatCode(tls::newSocketFactory).doesNotThrowAnyException();
    }

    private static void fails(Tls tls, String... why) {
        assertThatThrownBy(tls::newSocketFactory)
                .isInstanceOf(TlsMaterialException.class)
                .hasMessageContainingAll(why)
                .satisfies(error -> {
                    StringWriter all = new StringWriter();
                    error.printStackTrace(new PrintWriter(all));
                    assertThat(all.toString()).doesNotContain(SECRET);
                });
    }

    private Tls keys(Issued certified, String keyPem) {
        Path key = TestAuthority.write(file("key.pem"), keyPem);
        return Tls.systemTrust().keyPem(certified.writeCertificate(file("cert.pem")), key);
    }

    private Tls keys(Issued certified, String keyPem, String password) {
        Path key = TestAuthority.write(file("key.pem"), keyPem);
        return Tls.systemTrust().keyPem(certified.writeCertificate(file("cert.pem")), key, password.toCharArray());
    }

    private static String encrypted(byte[] plain, String algorithm) throws Exception {
        JceOpenSSLPKCS8EncryptorBuilder builder =
                new JceOpenSSLPKCS8EncryptorBuilder(new org.bouncycastle.asn1.ASN1ObjectIdentifier(algorithm));
        builder.setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider());
        builder.setRandom(new SecureRandom()).setPassword(SECRET.toCharArray());
        OutputEncryptor encryptor = builder.build();
        ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
        try (OutputStream out = encryptor.getOutputStream(encrypted)) {
            out.write(plain);
        }
        return TestAuthority.pem(
                "ENCRYPTED PRIVATE KEY",
                new EncryptedPrivateKeyInfo(encryptor.getAlgorithmIdentifier(), encrypted.toByteArray()).getEncoded());
    }

    @Test
    void trustAsPemWithTextAroundAndSeveralInside() {
        String two = "An authority:\n" + AUTHORITY.pem() + "another\r\n"
                + TestAuthority.named("other").pem().replace("\n", "\r\n");
        works(Tls.systemTrust().trustPem(TestAuthority.write(file("ca.pem"), two)));
    }

    @Test
    void trustAsPkcs12() {
        Path store = AUTHORITY.writePkcs12(file("ca.p12"), SECRET);
        works(Tls.systemTrust().trustPkcs12(store, SECRET.toCharArray()));
        fails(Tls.systemTrust().trustPkcs12(store, "wrong".toCharArray()), "ca.p12", "password", "is wrong");
        Path key = ELLIPTIC.writePkcs12(file("key.p12"), SECRET);
        fails(Tls.systemTrust().trustPkcs12(key, SECRET.toCharArray()), "key.p12", "no certificate inside", "keytool");
    }

    @Test
    void trustThatCannotBeRead() throws Exception {
        Tls tls = Tls.systemTrust();
        fails(tls.trustPem(file("none.pem")), "none.pem", "does not exist");
        fails(tls.trustPem(directory), "cannot be read");
        fails(tls.trustPem(TestAuthority.write(file("text.pem"), "nothing")), "text.pem", "no certificate inside");
        String damaged = TestAuthority.pem("CERTIFICATE", new byte[] {1, 2, 3});
        fails(tls.trustPem(TestAuthority.write(file("bad.pem"), AUTHORITY.pem() + damaged)), "damaged, number 2");
        Path noStore = Files.write(file("no.p12"), new byte[] {1, 2, 3});
        fails(tls.trustPkcs12(noStore, SECRET.toCharArray()), "no.p12", "no PKCS #12 file");
    }

    @Test
    void keysAsPkcs8() {
        works(keys(ELLIPTIC, TestAuthority.pem("PRIVATE KEY", ELLIPTIC.key().getEncoded())));
        works(keys(RSA, TestAuthority.pem("PRIVATE KEY", RSA.key().getEncoded())));
    }

    @Test
    void keysAsPkcs1() throws Exception {
        byte[] pkcs1 = PrivateKeyInfo.getInstance(RSA.key().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        works(keys(RSA, TestAuthority.pem("RSA PRIVATE KEY", pkcs1)));
        String old = TestAuthority.pem("RSA PRIVATE KEY", pkcs1)
                .replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n");
        fails(keys(RSA, old), "key.pem", "old way", "openssl pkcs8");
        fails(keys(ELLIPTIC, TestAuthority.pem("EC PRIVATE KEY", pkcs1)), "EC PRIVATE KEY", "openssl pkcs8");
    }

    /** AES-256 and AES-128 as OpenSSL writes them now. */
    @ParameterizedTest
    @ValueSource(strings = {AES_256, "2.16.840.1.101.3.4.1.2"})
    void encryptedKeys(String algorithm) throws Exception {
        assertThat(PKCS8Generator.AES_256_CBC.getId()).isEqualTo(AES_256);
        String pem = encrypted(ELLIPTIC.key().getEncoded(), algorithm);
        works(keys(ELLIPTIC, pem, SECRET));
        fails(keys(ELLIPTIC, pem, "wrong"), "key.pem", "password", "is wrong");
        fails(keys(ELLIPTIC, pem), "key.pem", "is encrypted: give its password");
    }

    /** Once in 256 times it ends like padding, so that alone tells nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "abc", "0\u0002a", "0\u0081\u0001ab", "0\u0085abcdef", "0\u0084a"})
    void whatAWrongPasswordMakesOfAKeyIsNotTakenForOne(String decrypted) throws Exception {
        String pem = encrypted(decrypted.getBytes(StandardCharsets.ISO_8859_1), AES_256);
        fails(keys(ELLIPTIC, pem, SECRET), "key.pem", "password", "is wrong");
    }

    @Test
    void keyAndCertificateInOneFile() {
        Path both = TestAuthority.write(
                file("both.pem"),
                TestAuthority.pem("PRIVATE KEY", RSA.key().getEncoded())
                        + RSA.writeCertificate(file("c.pem")).toString() + "\n" + read(file("c.pem"))
                        + AUTHORITY.pem());
        works(Tls.systemTrust().keyPem(both, both));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aKeyThatIsNotTheCertificates() {
        Issued other = AUTHORITY.issue(Request.of("other"));
        fails(
                keys(ELLIPTIC, TestAuthority.pem("PRIVATE KEY", other.key().getEncoded())),
                "key.pem",
                "cert.pem",
                "belong");
        fails(
                keys(ELLIPTIC, TestAuthority.pem("PRIVATE KEY", RSA.key().getEncoded())),
                "key.pem",
                "cert.pem",
                "belong");
        fails(keys(ELLIPTIC, AUTHORITY.pem()), "key.pem", "no private key inside");
    }

    @Test
    void keysAsPkcs12() {
        Path store = RSA.writePkcs12(file("key.p12"), SECRET);
        works(Tls.systemTrust().keyPkcs12(store, SECRET.toCharArray()));
        fails(Tls.systemTrust().keyPkcs12(store, "wrong".toCharArray()), "key.p12", "password", "is wrong");
        Path trust = AUTHORITY.writePkcs12(file("ca.p12"), SECRET);
        fails(Tls.systemTrust().keyPkcs12(trust, SECRET.toCharArray()), "ca.p12", "no private key");
    }

    @Test
    void filesAreReadAnewEachTime() {
        Path certificates = AUTHORITY.writeCertificate(file("ca.pem"));
        Tls tls = Tls.systemTrust().trustPem(certificates);
        works(tls);
        TestAuthority.write(certificates, "half-written");
        fails(tls, "no certificate inside");
        AUTHORITY.writeCertificate(certificates);
        works(tls);
    }

    @Test
    void anExpiredClientCertificateIsAWarning() {
        Issued expired = AUTHORITY.issue(Request.of("client").expired());
        Tls tls =
                Tls.systemTrust().keyPem(expired.writeCertificate(file("cert.pem")), expired.writeKey(file("key.pem")));
        works(tls);
        assertThat(tls.warnings()).singleElement().asString().contains("cert.pem", "expired at 20");
        assertThat(Tls.systemTrust().warnings()).isEmpty();
        assertThat(Tls.systemTrust().withoutHostnameVerification().warnings()).hasSize(1);
    }

    @Test
    void thePasswordIsCopiedAndNeverShown() {
        char[] password = SECRET.toCharArray();
        Tls tls = Tls.systemTrust().keyPkcs12(RSA.writePkcs12(file("key.p12"), SECRET), password);
        Arrays.fill(password, 'x');
        works(tls);
        assertThat(tls.toString()).contains("key.p12").doesNotContain(SECRET);
    }

    @Test
    void onlyVersionsThatExist() {
        works(Tls.systemTrust().protocols("TLSv1.2"));
        assertThatThrownBy(() -> Tls.systemTrust().protocols("TLSv9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TLSv9");
        assertThatThrownBy(() -> Tls.systemTrust().protocols()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tls.systemTrust().serverName("no host")).isInstanceOf(IllegalArgumentException.class);
    }
}
