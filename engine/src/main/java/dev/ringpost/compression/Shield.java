package dev.ringpost.compression;

import java.io.IOException;
import java.io.OutputStream;

/** Keeps a library's flushes and closes from the caller's stream. Used by one thread. */
class Shield extends OutputStream {

    private final OutputStream out;

    Shield(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
        out.write(octet);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
