package dev.ringpost.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads CSV by RFC 4180 and hands over each record as one JSON object, with the names of the first record. Records are cut
 * as {@link CsvRecords} says; a byte order mark is left out. A record's number is that of its first line. One with more or
 * fewer values than there are names, that is over the limit, not UTF-8 or not quoted as it should be is refused by number,
 * and the rest goes on. Without names, there is no reading.
 *
 * <p>Memory is bounded by the longest record, and that by the limit of a message.
 *
 * <p><b>Threads:</b> as {@link LineSource}.
 */
final class CsvReading implements LineSource {

    /** JSON's grammar of numbers: what has a leading zero or plus, as many an article number has, stays a text. */
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

    private static final String NAMES = "its first record, which has the names, ";

    private final Dialect dialect;
    private final int maxMessageBytes;
    private final JsonFactory json = new JsonFactory();
    private final ByteArrayBuilder object = new ByteArrayBuilder();
    private final Count bytesRead = new Count();
    private volatile long lineNumber;

    /**
     * How CSV is written.
     *
     * @param separator what stands between two values
     * @param typed whether values may be numbers, booleans and null, and not only texts
     */
    record Dialect(char separator, boolean typed) {}

    /** With the longest object to hand over. */
    CsvReading(Dialect dialect, int maxMessageBytes) {
        this.dialect = dialect;
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public long bytesRead() {
        return bytesRead.get();
    }

    @Override
    public long lineNumber() {
        return lineNumber;
    }

    @Override
    public void read(InputStream in, LineSink sink) throws IOException, InterruptedException {
        lineNumber = 0;
        // What is longer as CSV is so as JSON.
        CsvRecords records = new CsvRecords(new Utf8Chars(in, bytesRead), dialect.separator(), maxMessageBytes);
        if (!records.next()) {
            return;
        }
        List<SerializedString> names = names(records);
        while (records.next()) {
            lineNumber = records.firstLine();
            if (!take(records, names, sink)) {
                return;
            }
        }
    }

    private List<SerializedString> names(CsvRecords header) throws IOException {
        if (header.fault() != null) {
            throw new IOException(NAMES + "cannot be used: " + header.fault());
        }
        if (header.isTooLong() || header.valueCount() > CsvRecords.MAX_VALUES) {
            throw new IOException(NAMES + "has " + header.recordBytes() + " bytes and " + header.valueCount()
                    + " names; the limits are " + maxMessageBytes + " (--max-message-bytes) and "
                    + CsvRecords.MAX_VALUES);
        }
        Set<String> seen = new HashSet<>();
        List<SerializedString> names = new ArrayList<>();
        for (int i = 0; i < header.valueCount(); i++) {
            String name = header.value(i);
            if (name.isBlank()) {
                throw new IOException(NAMES + "lacks one: name every column");
            }
            if (!seen.add(name)) {
                throw new IOException(NAMES + "has \"" + name + "\" twice: name every column differently");
            }
            names.add(new SerializedString(name));
        }
        return names;
    }

    private boolean take(CsvRecords record, List<SerializedString> names, LineSink sink)
            throws IOException, InterruptedException {
        if (record.fault() != null) {
            return sink.bad(lineNumber, record.fault());
        }
        if (record.isTooLong()) {
            return record.lastLine() == record.firstLine()
                    ? sink.tooLong(lineNumber, record.recordBytes())
                    // Nobody writes so much into one value, but many a quote is forgotten.
                    : sink.bad(
                            lineNumber,
                            "its record goes on in line " + record.lastLine() + ", and is longer than "
                                    + maxMessageBytes + " bytes (--max-message-bytes): is a quote in it not closed?");
        }
        if (record.valueCount() != names.size()) {
            return sink.bad(
                    lineNumber, "it has " + record.valueCount() + " values, and there are " + names.size() + " names");
        }
        object.reset();
        try (JsonGenerator out = json.createGenerator(object)) {
            out.writeStartObject();
            for (int i = 0; i < names.size(); i++) {
                out.writeFieldName(names.get(i));
                value(out, record.value(i));
            }
            out.writeEndObject();
        }
        byte[] bytes = object.toByteArray();
        return bytes.length > maxMessageBytes
                ? sink.tooLong(lineNumber, bytes.length)
                : sink.line(bytes, 0, bytes.length, lineNumber);
    }

    private void value(JsonGenerator out, String text) throws IOException {
        if (!dialect.typed()) {
            out.writeString(text);
        } else if (text.isEmpty() || text.equals("null")) {
            out.writeNull();
        } else if (text.equals("true") || text.equals("false")) {
            out.writeBoolean(text.equals("true"));
        } else if (JSON_NUMBER.matcher(text).matches()) {
            out.writeNumber(text); // with all its digits, however many
        } else {
            out.writeString(text);
        }
    }
}
