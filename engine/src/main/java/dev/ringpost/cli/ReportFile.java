package dev.ringpost.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The report's file. It appears whole or not at all: the text goes to a file beside it, which takes its place at the
 * end. That file is made, with room for the report, before anything is published, so that a wrong path and a full disk
 * are found early. Devices and pipes are written to directly. Used by one thread.
 */
final class ReportFile implements AutoCloseable {

    private static final int RESERVED_BYTES = 8 * 1024;

    private final Path target;
    private @Nullable Path draft;

    private ReportFile(Path target, @Nullable Path draft) {
        this.target = target;
        this.draft = draft;
    }

    /**
     * Prepares to write.
     *
     * @throws CommandFailure if it is clear by now that this will not work
     */
    static ReportFile open(String name) {
        Path draft = null;
        try {
            Path named = Path.of(name).toAbsolutePath();
            // A link stays; what it points to is replaced.
            Path target = Files.exists(named) ? named.toRealPath() : named;
            if (Files.isDirectory(target)) {
                throw CommandFailure.usage("--report " + name + " is a directory: name a file in it");
            }
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                return new ReportFile(target, null);
            }
            if (Files.exists(target) && !Files.isWritable(target)) {
                throw new AccessDeniedException(name);
            }
            Path directory = target.getParent();
            if (directory == null || !Files.isDirectory(directory)) {
                throw CommandFailure.usage(
                        "the directory of --report " + name + " does not exist: create it, or choose another file");
            }
            // Not a temp file of Java's: that is for its owner only, and the report is no secret.
            draft = directory.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
            draft.toFile().deleteOnExit();
            byte[] room = new byte[RESERVED_BYTES];
            Arrays.fill(room, (byte) ' ');
            Files.write(draft, room, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new ReportFile(target, draft);
        } catch (IOException | InvalidPathException e) {
            delete(draft);
            throw CommandFailure.usage("--report " + name + " cannot be written (" + reason(e)
                    + "): choose another file, or make room and check permissions");
        }
    }

    /** Writes the report; the error is for the caller to report, when everything else has been. */
    void write(RunReport report) throws IOException {
        byte[] bytes = text(report).getBytes(StandardCharsets.UTF_8);
        Path written = draft;
        if (written == null) {
            try (OutputStream out = Files.newOutputStream(target)) {
                out.write(bytes);
            }
            return;
        }
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            // Over the reserved room, not into a file emptied first: the room might be gone then.
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.truncate(bytes.length);
            channel.force(true);
        }
        Files.move(written, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        draft = null;
    }

    /** The report as JSON, with a line end. */
    static String text(RunReport report) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report of texts and numbers is JSON", e);
        }
    }

    /** What an error says, for people. */
    static String reason(Exception error) {
        if (error instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (error instanceof NoSuchFileException) {
            return "no such directory";
        }
        if (error instanceof FileSystemException fs && fs.getReason() != null) {
            return fs.getReason();
        }
        return error.getMessage() == null ? error.toString() : error.getMessage();
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // Nothing depends on it, and it is tried again at exit.
        }
    }

    /** Removes what is left of a report that was not written. */
    @Override
    public void close() {
        delete(draft);
        draft = null;
    }
}
