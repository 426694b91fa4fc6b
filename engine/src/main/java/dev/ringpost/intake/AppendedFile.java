package dev.ringpost.intake;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * A file that grows by whole pieces: what could be written of a piece only in part is cut off again, so that whoever reads
 * the file finds no half of a line. Not a channel, which the interruption of a thread would close.
 *
 * <p><b>Threads:</b> one at a time.
 */
class AppendedFile implements Closeable {

    private final Path path;
    private final RandomAccessFile file;
    private long endBytes;

    /** Opens the file, or makes it. */
    AppendedFile(Path path) throws IOException {
        this.path = path;
        file = new RandomAccessFile(path.toFile(), "rw");
        endBytes = file.length();
    }

    /** Which one. */
    Path path() {
        return path;
    }

    /** Appends a piece, or nothing. */
    void append(byte[] piece) throws IOException {
        try {
            file.seek(endBytes);
            file.write(piece);
        } catch (IOException e) {
            cutOff(e);
            throw e;
        }
        endBytes += piece.length;
    }

    private void cutOff(IOException cause) {
        try {
            file.setLength(endBytes);
        } catch (IOException e) {
            cause.addSuppressed(e); // the next piece is written over it
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
