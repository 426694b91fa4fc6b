package dev.ringpost.bench.nullbroker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import javax.net.ssl.SSLSocket;

/**
 * TLS over a blocking socket as a channel. A read takes all records that have come, not only the first, so that acks are
 * grouped as they are without TLS.
 *
 * <p>Threads: one reads, one at a time writes, any closes.
 */
final class TlsChannel implements ByteChannel {
    /** Above the largest record, 16 KiB of data. */
    private static final int PIECE_BYTES = 32 * 1024;

    private final InputStream encrypted;
    private final Socket plain;
    private final SSLSocket socket;
    private final byte[] readPiece = new byte[PIECE_BYTES];
    private byte[] writePiece = new byte[PIECE_BYTES];

    TlsChannel(Socket plain, SSLSocket socket) throws IOException {
        this.plain = plain;
        this.encrypted = plain.getInputStream();
        this.socket = socket;
    }

    @Override
    public int read(ByteBuffer in) throws IOException {
        InputStream decrypted = socket.getInputStream();
        int totalBytes = 0;
        do {
            int readBytes = decrypted.read(readPiece, 0, Math.min(readPiece.length, in.remaining()));
            if (readBytes < 0) {
                return totalBytes == 0 ? -1 : totalBytes;
            }
            in.put(readPiece, 0, readBytes);
            totalBytes += readBytes;
            // A record that has come in part comes whole: nobody writes half of one and waits.
        } while (in.hasRemaining() && (decrypted.available() > 0 || encrypted.available() > 0));
        return totalBytes;
    }

    @Override
    public int write(ByteBuffer out) throws IOException {
        OutputStream stream = socket.getOutputStream();
        int bytes = out.remaining();
        if (writePiece.length < bytes) {
            writePiece = new byte[bytes];
        }
        out.get(writePiece, 0, bytes);
        stream.write(writePiece, 0, bytes);
        return bytes;
    }

    @Override
    public boolean isOpen() {
        return !plain.isClosed();
    }

    /** Without TLS's goodbye, which might wait for a write that hangs. */
    @Override
    public void close() throws IOException {
        plain.close();
    }
}
