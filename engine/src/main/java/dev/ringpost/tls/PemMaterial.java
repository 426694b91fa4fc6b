package dev.ringpost.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Certificates and keys in PEM files. */
final class PemMaterial {

    private static final Secret NONE = new Secret(new char[0]);

    private PemMaterial() {}

    /** Certificates to believe. */
    record Trust(Path file) implements TrustSource {
        @Override
        public KeyStore readTrust() {
            KeyStore store = emptyStore();
            try {
                List<X509Certificate> certificates = PemFile.read(file).certificates();
                for (int i = 0; i < certificates.size(); i++) {
                    store.setCertificateEntry("ca-" + i, certificates.get(i));
                }
                return store;
            } catch (GeneralSecurityException e) {
                throw new TlsMaterialException(file + ": its certificates cannot be used: " + e.getMessage(), e);
            }
        }
    }

    /** The client's certificate, with those above it behind it, and its key. */
    record Key(Path certificates, Path key, @Nullable Secret password) implements KeySource {
        @Override
        public Identity readKey() {
            List<X509Certificate> chain = PemFile.read(certificates).certificates();
            X509Certificate own = chain.get(0);
            PrivateKey privateKey = PrivateKeys.read(key, password, own.getPublicKey(), certificates);
            KeyStore store = emptyStore();
            try {
                store.setKeyEntry("client", privateKey, NONE.characters(), chain.toArray(X509Certificate[]::new));
            } catch (GeneralSecurityException e) {
                throw new TlsMaterialException(
                        "the key in " + key + " cannot be used with the certificates in " + certificates + ": "
                                + e.getMessage(),
                        e);
            }
            return new Identity(store, NONE, own, certificates.toString());
        }
    }

    private static KeyStore emptyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java has PKCS12", e);
        }
    }
}
