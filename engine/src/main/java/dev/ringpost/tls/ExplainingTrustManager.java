package dev.ringpost.tls;

import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Decides as another one does, and says of what it refuses why: Java's own words leave out names, dates and issuer. */
final class ExplainingTrustManager extends X509ExtendedTrustManager {

    private static final int SAN_DNS = 2;
    private static final int SAN_IP = 7;

    private final X509ExtendedTrustManager decides;

    ExplainingTrustManager(X509ExtendedTrustManager decides) {
        this.decides = decides;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        try {
            decides.checkServerTrusted(chain, authType, socket);
        } catch (CertificateException e) {
            throw explained(chain, socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null, e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            decides.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            throw explained(chain, engine.getHandshakeSession(), e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            decides.checkServerTrusted(chain, authType);
        } catch (CertificateException e) {
            throw explained(chain, null, e);
        }
    }

    private static CertificateException explained(
            X509Certificate[] chain, @Nullable SSLSession session, CertificateException error) {
        return new BrokerCertificateException(
                text(chain, session == null ? null : session.getPeerHost(), error), error);
    }

    private static String text(X509Certificate[] chain, @Nullable String host, CertificateException error) {
        X509Certificate own = chain[0];
        String subject = own.getSubjectX500Principal().getName();
        if (error.getCause() == null && host != null) {
            // The path to a trusted authority was found before names are looked at, and failures of that have a cause.
            return "its certificate is for " + names(own) + ", not for \"" + host
                    + "\": connect by a name that it has, or have one issued for this host";
        }
        for (X509Certificate each : chain) {
            try {
                each.checkValidity();
            } catch (CertificateExpiredException e) {
                return "its certificate" + (each.equals(own) ? "" : "'s issuer " + subject(each)) + " expired at "
                        + each.getNotAfter().toInstant() + ": have it renewed, or check this machine's clock";
            } catch (CertificateNotYetValidException e) {
                return "its certificate" + (each.equals(own) ? "" : "'s issuer " + subject(each))
                        + " is not valid before " + each.getNotBefore().toInstant()
                        + ": check the clocks of broker and this machine";
            }
        }
        if (hasCause(error, CertPathBuilderException.class)) {
            return "its certificate (" + subject + ") comes from "
                    + chain[chain.length - 1].getIssuerX500Principal().getName()
                    + ", an issuer that is not trusted here: if it should be, give its certificate as one to trust";
        }
        Throwable cause = error.getCause() == null ? error : error.getCause();
        return "its certificate (" + subject + ") is not valid: " + cause.getMessage();
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static boolean hasCause(Throwable error, Class<? extends Throwable> type) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    /** Hosts and addresses; the subject, which counts only where there are no host names, for a certificate without. */
    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            if (certificate.getSubjectAlternativeNames() != null) {
                for (List<?> name : certificate.getSubjectAlternativeNames()) {
                    if (name.get(0) instanceof Integer type && (type == SAN_DNS || type == SAN_IP)) {
                        names.add(String.valueOf(name.get(1)));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            names.add("names that cannot be read");
        }
        return names.isEmpty() ? List.of(subject(certificate)) : names;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return decides.getAcceptedIssuers();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        decides.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        decides.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        decides.checkClientTrusted(chain, authType);
    }
}
