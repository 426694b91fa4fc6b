package dev.ringpost.tls;

import java.security.cert.CertificateException;

/** The broker's certificate was not accepted. The message, for people, says why: its names, its dates or its issuer. */
public final class BrokerCertificateException extends CertificateException {

    private static final long serialVersionUID = 1L;

    BrokerCertificateException(String message, CertificateException cause) {
        super(message, cause);
    }
}
