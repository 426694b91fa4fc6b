package dev.ringpost.consumer;

import dev.ringpost.RecordFormat;
import dev.ringpost.compression.Compressor;
import dev.ringpost.compression.CompressorRegistry;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes messages by what {@link RecordFormat} says of them, independently of the engine's own code. */
final class Packer {

    /** The number of a message's first record; the others follow. */
    static final long FIRST_NUMBER = 0x0012_3456_789A_BCF0L;

    private static final CompressorRegistry REGISTRY = CompressorRegistry.standard();

    private Packer() {}

    /** A message as a client receives it. */
    record Message(
            @Nullable String contentType, @Nullable String contentEncoding, Map<String, Object> headers, Body body) {

        List<ReceivedRecord> readBy(RecordReader reader) {
            return reader.read(contentType, contentEncoding, headers, body.bytes());
        }

        Message withBody(byte[] bytes) {
            return new Message(contentType, contentEncoding, headers, new Body(bytes));
        }

        Message withHeader(String name, Object value) {
            Map<String, Object> more = new HashMap<>(headers);
            more.put(name, value);
            return new Message(contentType, contentEncoding, more, body);
        }
    }

    /** An array, in what is compared by identity. */
    static final class Body {
        private final byte[] bytes;

        Body(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Message pack(RecordFormat format, String... records) throws IOException {
        return pack(format, null, List.of(records).stream().map(Packer::bytes).toList());
    }

    /** With the records' numbers, if there is a producer. */
    static Message pack(RecordFormat format, @Nullable String producer, List<byte[]> records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int i = 0; i < records.size(); i++) {
            byte[] each = records.get(i);
            switch (format) {
                case JSON_ARRAY -> {
                    out.writeByte(i == 0 ? '[' : ',');
                    out.write(each);
                }
                case NDJSON -> {
                    out.write(each);
                    out.writeByte('\n');
                }
                case SPRING, LENGTH_PREFIXED -> {
                    out.writeInt(each.length);
                    if (producer != null) {
                        out.writeLong(FIRST_NUMBER + i);
                    }
                    out.write(each);
                }
            }
        }
        if (format == RecordFormat.JSON_ARRAY) {
            out.writeBytes(records.isEmpty() ? "[]" : "]");
        }
        Map<String, Object> headers = new HashMap<>();
        if (format == RecordFormat.SPRING) {
            headers.put("springBatchFormat", "lengthHeader4");
        } else {
            headers.put("ringpost-records", format.formatName());
        }
        if (producer != null) {
            headers.put("ringpost-producer", producer);
        }
        Body body = new Body(bytes.toByteArray());
        return switch (format) {
            case JSON_ARRAY -> new Message("application/json", "utf-8", headers, body);
            case NDJSON -> new Message("application/x-ndjson", "utf-8", headers, body);
            case SPRING, LENGTH_PREFIXED -> new Message("application/data", "binary", headers, body);
        };
    }

    /** Compressed by name, and announced as the compressor wants it. */
    static Message compressed(Message message, String compression) throws IOException {
        Compressor compressor = REGISTRY.require(compression);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] body = message.body().bytes();
        compressor.compress(body, 0, body.length, out);
        String header = compressor.header();
        Message announced = header == null
                ? new Message(message.contentType(), compressor.contentEncoding(), message.headers(), message.body())
                : message.withHeader("compression", header);
        return announced.withBody(out.toByteArray());
    }
}
