package dev.ringpost.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a PEM file, in order; what stands between them is passed over.
 *
 * @param file where it was read
 * @param blocks the blocks
 */
record PemFile(Path file, List<Block> blocks) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    /**
     * One block.
     *
     * @param type what it says to be, as {@code CERTIFICATE}
     * @param text what is between its two lines
     */
    record Block(String type, String text) {
        /** Whether it has headers, which means encryption in the way of old. */
        boolean hasHeaders() {
            return text.indexOf(':') >= 0;
        }
    }

    /** Reads a file. */
    static PemFile read(Path file) {
        String text = new String(readBytes(file), StandardCharsets.ISO_8859_1);
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return new PemFile(file, List.copyOf(blocks));
    }

    /** A whole file, or what is wrong with it. */
    static byte[] readBytes(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
                throw new TlsMaterialException(file + " is too large to hold certificates or a key", null);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new TlsMaterialException(file + " does not exist", e);
        } catch (IOException e) {
            throw new TlsMaterialException(file + " cannot be read: " + e, e);
        }
    }

    /** All certificates, at least one. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks) {
                if (block.type.equals("CERTIFICATE")) {
                    byte[] der = decode(block);
                    certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
                }
            }
        } catch (CertificateException e) {
            throw new TlsMaterialException(
                    file + " has a certificate that is damaged, number " + (certificates.size() + 1) + " in it", e);
        }
        if (certificates.isEmpty()) {
            throw new TlsMaterialException(
                    file + " has no certificate inside: a PEM file has lines -----BEGIN CERTIFICATE-----", null);
        }
        return certificates;
    }

    /** The bytes of a block. */
    byte[] decode(Block block) {
        try {
            return Base64.getMimeDecoder().decode(block.text);
        } catch (IllegalArgumentException e) {
            throw new TlsMaterialException(file + " has a " + block.type + " that is damaged", e);
        }
    }
}
