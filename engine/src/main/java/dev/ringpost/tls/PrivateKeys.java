package dev.ringpost.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Reads private keys from PEM: PKCS#8, plain and encrypted, and PKCS#1. */
final class PrivateKeys {

    private static final String CONVERT = "convert it with: openssl pkcs8 -topk8 -in KEY -out NEWKEY";
    private static final byte[] PROBE = {1, 2, 3, 4, 5, 6, 7, 8};

    /** DER, as in PKCS#8: version 0, and the algorithm rsaEncryption with no parameters. */
    private static final byte[] RSA_HEAD = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private static final int DER_SEQUENCE = 0x30;
    private static final int DER_OCTET_STRING = 0x04;

    private PrivateKeys() {}

    /**
     * The first private key of a file.
     *
     * @param file a PEM file
     * @param password opens it if it is encrypted
     * @param certified the public key that it has to belong to
     * @param certificateFile where that is from
     */
    static PrivateKey read(Path file, @Nullable Secret password, PublicKey certified, Path certificateFile) {
        PemFile pem = PemFile.read(file);
        for (PemFile.Block block : pem.blocks()) {
            if (!block.type().endsWith("PRIVATE KEY")) {
                continue;
            }
            byte[] encoded = pkcs8(pem, block, password);
            try {
                // By the certificate's algorithm: that of a key which does not fit is of no interest.
                PrivateKey key = KeyFactory.getInstance(certified.getAlgorithm())
                        .generatePrivate(new PKCS8EncodedKeySpec(encoded));
                if (belongTogether(key, certified)) {
                    return key;
                }
            } catch (GeneralSecurityException e) {
                throw mismatch(file, certificateFile, e);
            } finally {
                Arrays.fill(encoded, (byte) 0);
            }
            throw mismatch(file, certificateFile, null);
        }
        throw new TlsMaterialException(
                file + " has no private key inside: a PEM file has a line -----BEGIN PRIVATE KEY-----", null);
    }

    private static TlsMaterialException mismatch(Path file, Path certificateFile, @Nullable Throwable cause) {
        return new TlsMaterialException(
                "the private key in " + file + " does not belong to the first certificate in " + certificateFile,
                cause);
    }

    /** Whether what the one signs the other verifies. */
    static boolean belongTogether(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String algorithm = switch (certified.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
            default -> "";
        };
        if (algorithm.isEmpty()) {
            return true; // not known here: the handshake will tell
        }
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(PROBE);
        return signature.verify(signed);
    }

    private static byte[] pkcs8(PemFile pem, PemFile.Block block, @Nullable Secret password) {
        Path file = pem.file();
        if (block.hasHeaders()) {
            throw new TlsMaterialException(
                    "the private key in " + file + " is encrypted in OpenSSL's old way: " + CONVERT, null);
        }
        return switch (block.type()) {
            case "PRIVATE KEY" -> pem.decode(block);
            case "RSA PRIVATE KEY" -> wrapped(pem.decode(block));
            case "ENCRYPTED PRIVATE KEY" -> decrypted(file, pem.decode(block), password);
            default ->
                throw new TlsMaterialException(
                        file + " has a key of the kind " + block.type() + ", which is not read: " + CONVERT, null);
        };
    }

    private static byte[] decrypted(Path file, byte[] encoded, @Nullable Secret password) {
        if (password == null) {
            throw new TlsMaterialException("the private key in " + file + " is encrypted: give its password", null);
        }
        char[] characters = password.characters();
        PBEKeySpec spec = new PBEKeySpec(characters);
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encoded);
            // Of PBES2, only the parameters' text form has the name under which Java knows the algorithm.
            String algorithm = info.getAlgParameters() == null
                    ? info.getAlgName()
                    : info.getAlgParameters().toString();
            if (!algorithm.startsWith("PBE")) {
                algorithm = info.getAlgName();
            }
            SecretKey secret = SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, secret, info.getAlgParameters());
            return opened(file, info, cipher);
        } catch (java.security.InvalidKeyException e) {
            throw wrongPassword(file, e);
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsMaterialException(
                    "the private key in " + file + " is encrypted in a way that Java cannot read (" + e + "): "
                            + CONVERT,
                    e);
        } finally {
            spec.clearPassword();
            Arrays.fill(characters, '\0');
        }
    }

    /** What a wrong password makes of a key ends like padding once in 256 times; this looks whether it is a key as well. */
    private static byte[] opened(Path file, EncryptedPrivateKeyInfo info, Cipher cipher) {
        try {
            return info.getKeySpec(cipher).getEncoded();
        } catch (InvalidKeySpecException e) {
            throw wrongPassword(file, e);
        }
    }

    private static TlsMaterialException wrongPassword(Path file, Throwable cause) {
        return new TlsMaterialException("the password for the private key in " + file + " is wrong", cause);
    }

    /** A PKCS#1 key in PKCS#8, which is the same with the algorithm before it. */
    private static byte[] wrapped(byte[] pkcs1) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(RSA_HEAD);
        putDer(content, DER_OCTET_STRING, pkcs1);
        ByteArrayOutputStream sequence = new ByteArrayOutputStream();
        putDer(sequence, DER_SEQUENCE, content.toByteArray());
        return sequence.toByteArray();
    }

    private static void putDer(ByteArrayOutputStream out, int tag, byte[] content) {
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            int lengthBytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | lengthBytes);
            for (int i = lengthBytes - 1; i >= 0; i--) {
                out.write(length >>> (8 * i));
            }
        }
        out.writeBytes(content);
    }
}
