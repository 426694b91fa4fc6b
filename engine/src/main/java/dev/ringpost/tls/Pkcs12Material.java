package dev.ringpost.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;

/** Certificates to believe, or the client's certificate with its key, in a PKCS #12 file. */
record Pkcs12Material(Path file, Secret password) implements TrustSource, KeySource {

    @Override
    public KeyStore readTrust() {
        KeyStore store = open();
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias)) {
                    return store;
                }
            }
        } catch (GeneralSecurityException e) {
            throw damaged(e);
        }
        // OpenSSL leaves out the mark without which Java does not see a certificate in there.
        throw new TlsMaterialException(
                file
                        + " has no certificate inside that is marked as trusted: make it with keytool -importcert, with openssl"
                        + " pkcs12 -export -nokeys -jdktrust anyExtendedKeyUsage, or give the certificates as PEM",
                null);
    }

    @Override
    public Identity readKey() {
        KeyStore store = open();
        char[] characters = password.characters();
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate own) {
                    store.getKey(alias, characters); // fails here rather than in the handshake
                    return new Identity(store, password, own, file.toString());
                }
            }
        } catch (UnrecoverableKeyException e) {
            throw new TlsMaterialException("the private key in " + file + " has another password than the file", e);
        } catch (GeneralSecurityException e) {
            throw damaged(e);
        } finally {
            Arrays.fill(characters, '\0');
        }
        throw new TlsMaterialException(file + " has no private key with its certificate inside", null);
    }

    private KeyStore open() {
        byte[] bytes = PemFile.readBytes(file);
        char[] characters = password.characters();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), characters);
            return store;
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new TlsMaterialException("the password for " + file + " is wrong", e);
            }
            throw damaged(e);
        } catch (GeneralSecurityException e) {
            throw damaged(e);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private TlsMaterialException damaged(Exception e) {
        return new TlsMaterialException(file + " is no PKCS #12 file, or damaged (" + e.getMessage() + ")", e);
    }
}
