package dev.ringpost.consumer;

import dev.ringpost.RecordFormat;
import dev.ringpost.compression.Decompressor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A body without its compression. */
final class PlainBody {

    private final byte[] bytes;
    private final @Nullable String contentEncoding;

    private PlainBody(byte[] bytes, @Nullable String contentEncoding) {
        this.bytes = bytes;
        this.contentEncoding = contentEncoding;
    }

    /**
     * Undoes what announces itself.
     *
     * @param compression the header; {@code null} if there is none
     * @param contentEncoding the property; {@code null} if there is none
     * @param format of the records; {@code null} if it is no batch
     * @param body as it was received
     * @param maxBytes of the result
     */
    static PlainBody of(
            @Nullable String compression,
            @Nullable String contentEncoding,
            @Nullable RecordFormat format,
            byte[] body,
            int maxBytes) {
        if (compression != null) {
            Decompressor decompressor = Decompressor.ofHeader(compression);
            if (decompressor == null) {
                throw new RecordReadException(
                        "cannot uncompress a message: of its header compression, \"" + compression
                                + "\", only who published it knows; uncompress the body and pass it without that header",
                        null);
            }
            return new PlainBody(uncompressed(decompressor, body, maxBytes), contentEncoding);
        }
        if (contentEncoding == null) {
            return new PlainBody(body, null);
        }
        int nameEnd = nameEnd(contentEncoding);
        Decompressor decompressor = Decompressor.ofContentEncoding(contentEncoding.substring(0, nameEnd));
        if (decompressor == null || (encodingMayBeOfRecords(format) && !decompressor.mayHaveMade(body))) {
            return new PlainBody(body, contentEncoding);
        }
        String rest = contentEncoding
                .substring(Math.min(nameEnd + 1, contentEncoding.length()))
                .strip();
        return new PlainBody(uncompressed(decompressor, body, maxBytes), rest.isEmpty() ? null : rest);
    }

    /** The body as it was received, if it was not compressed. */
    byte[] bytes() {
        return bytes;
    }

    /** What remains of the property; {@code null} if nothing does. */
    @Nullable
    String contentEncoding() {
        return contentEncoding;
    }

    /** Spring AMQP keeps what was there before, behind its own: {@code gzip, utf-8}, with a colon in older versions. */
    private static int nameEnd(String contentEncoding) {
        for (int i = 0; i < contentEncoding.length(); i++) {
            char next = contentEncoding.charAt(i);
            if (next == ',' || next == ':') {
                return i;
            }
        }
        return contentEncoding.length();
    }

    /**
     * Records that were compressed one by one before they were packed. Their body then begins with a length: as one, what
     * gzip and lz4 begin with would be 529 and 69 million.
     */
    private static boolean encodingMayBeOfRecords(@Nullable RecordFormat format) {
        return format == RecordFormat.SPRING || format == RecordFormat.LENGTH_PREFIXED;
    }

    private static byte[] uncompressed(Decompressor decompressor, byte[] body, int maxBytes) {
        try {
            return decompressor.decompress(body, maxBytes);
        } catch (IOException e) {
            throw new RecordReadException(
                    "cannot uncompress a body of " + body.length + " bytes by " + decompressor.compression() + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
