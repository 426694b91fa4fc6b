package dev.ringpost.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What is read: a file, a pipe by its name, or standard input. Immutable. */
final class Input {

    private static final String STDIN = "-";

    private final @Nullable Path file;
    private final InputStream stdin;

    private Input(@Nullable Path file, InputStream stdin) {
        this.file = file;
        this.stdin = stdin;
    }

    /**
     * By the name on the command line.
     *
     * @throws CommandFailure if there is no such file or it cannot be read
     */
    static Input of(String name, InputStream stdin) {
        if (name.equals(STDIN)) {
            return new Input(null, stdin);
        }
        Path file;
        try {
            file = Path.of(name);
        } catch (InvalidPathException e) {
            throw CommandFailure.usage("\"" + name + "\" is no file name: check it");
        }
        if (!Files.exists(file)) {
            throw CommandFailure.usage("file " + name + " does not exist: check the name, or use - for standard input");
        }
        if (Files.isDirectory(file)) {
            throw CommandFailure.usage(name + " is a directory: name a file in it");
        }
        if (!Files.isReadable(file)) {
            throw CommandFailure.usage("file " + name + " cannot be read: check its permissions");
        }
        return new Input(file, stdin);
    }

    /** Whether it can be read more than once. */
    boolean isRepeatable() {
        return file != null && Files.isRegularFile(file);
    }

    /** Its size in bytes, or -1 if only reading can tell. */
    long sizeBytes() {
        try {
            return file != null && isRepeatable() ? Files.size(file) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /** A stream from its beginning; standard input outlives being closed. */
    InputStream open() throws IOException {
        return file != null
                ? Files.newInputStream(file)
                : new FilterInputStream(stdin) {
                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        return in.read(bytes, offset, length);
                    }

                    @Override
                    public void close() {
                        // It belongs to the process.
                    }
                };
    }

    /** Its name, for people. */
    @Override
    public String toString() {
        return file == null ? "standard input" : file.toString();
    }
}
