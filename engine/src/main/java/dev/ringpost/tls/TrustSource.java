package dev.ringpost.tls;

import java.security.KeyStore;

/** Where the certificates are that make a broker believed; read anew by each call. */
interface TrustSource {

    /**
     * Reads them.
     *
     * @return a store with at least one certificate
     * @throws TlsMaterialException if there are none to read
     */
    KeyStore readTrust();
}
