package dev.ringpost.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file as text. */
final class FileText {

    /** Far more than all options with their comments. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private FileText() {}

    /** The text, or {@code null} if it cannot be had, and why not is among the findings. */
    static @Nullable String read(Path file, Findings findings) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            findings.add(Origin.inFile(file, 0), "", reason(file, e));
            return null;
        }
        if (bytes.length > MAX_BYTES) {
            findings.add(Origin.inFile(file, 0), "", "is over 1MiB, which no configuration is: check the name");
            return null;
        }
        return decode(file, bytes, findings);
    }

    private static String reason(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return "does not exist: check the name";
        }
        if (Files.isDirectory(file)) {
            return "is a directory: name the file in it";
        }
        return "cannot be read (" + e.getClass().getSimpleName() + "): check its permissions";
    }

    private static @Nullable String decode(Path file, byte[] bytes, Findings findings) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            findings.add(Origin.inFile(file, line), "", "is not in UTF-8: save the file in that encoding");
            return null;
        }
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }
}
