package dev.ringpost.tls;

import java.security.KeyStore;
import java.security.cert.X509Certificate;

/** Where the client's certificate and its key are; read anew by each call. */
interface KeySource {

    /**
     * What was read.
     *
     * @param store holds key and chain
     * @param password opens the key in it
     * @param certificate the client's own
     * @param file where the certificate was
     */
    record Identity(KeyStore store, Secret password, X509Certificate certificate, String file) {}

    /**
     * Reads it.
     *
     * @throws TlsMaterialException if it cannot be read, or key and certificate do not belong together
     */
    Identity readKey();
}
