package dev.ringpost.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads CSV by RFC 4180 and hands over each record as one JSON object, with the names of the first record. Values may be
 * quoted and then hold separators, quotes (doubled) and line breaks; records end with LF or CR LF; blank lines are passed
 * over, and so is a byte order mark. A record's number is that of its first line. One with more or fewer values than there
 * are names is refused by name, and the rest goes on; text that is not UTF-8, or a quote that is never closed, ends the
 * reading.
 *
 * <p>Memory is bounded by the longest record, and that by the limit of a message.
 *
 * <p><b>Threads:</b> as {@link LineSource}.
 */
final class CsvReading implements LineSource {

    /** JSON's grammar of numbers: what has a leading zero or plus, as many an article number has, stays a text. */
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

    private static final int MIN_BUFFER_CHARS = 64 * 1024;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

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
        try {
            Iterator<CsvRecord> records = records(in);
            if (!records.hasNext()) {
                return;
            }
            List<SerializedString> names = names(records.next());
            while (records.hasNext()) {
                CsvRecord each = records.next();
                lineNumber = each.getStartingLineNumber();
                if (!take(each, names, sink)) {
                    return;
                }
            }
        } catch (UncheckedIOException e) {
            throw readable(e.getCause() == null ? new IOException(e) : e.getCause());
        } catch (CharacterCodingException e) {
            throw readable(e);
        } catch (CsvParseException e) {
            throw new IOException("no CSV: " + e.getMessage(), e);
        }
    }

    private Iterator<CsvRecord> records(InputStream in) throws IOException {
        return CsvReader.builder()
                .fieldSeparator(dialect.separator())
                .commentStrategy(CommentStrategy.NONE)
                .skipEmptyLines(true)
                // Not an error of the file's but of a record's, which is told of here.
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(Math.max(MIN_BUFFER_CHARS, maxMessageBytes))
                .ofCsvRecord(text(counted(in)))
                .iterator();
    }

    private static IOException readable(IOException error) {
        return error instanceof CharacterCodingException
                ? new IOException("it is not UTF-8: convert it, as with iconv", error)
                : error;
    }

    private List<SerializedString> names(CsvRecord header) throws IOException {
        Set<String> seen = new HashSet<>();
        for (String name : header.getFields()) {
            if (name.isBlank()) {
                throw new IOException("its first record, which has the names, lacks one: name every column");
            }
            if (!seen.add(name)) {
                throw new IOException("its first record, which has the names, has \"" + name
                        + "\" twice: name every column differently");
            }
        }
        return header.getFields().stream().map(SerializedString::new).toList();
    }

    private boolean take(CsvRecord record, List<SerializedString> names, LineSink sink)
            throws IOException, InterruptedException {
        if (record.getFieldCount() != names.size()) {
            return sink.bad(
                    lineNumber,
                    "it has " + record.getFieldCount() + " values, and there are " + names.size() + " names");
        }
        object.reset();
        try (JsonGenerator out = json.createGenerator(object)) {
            out.writeStartObject();
            for (int i = 0; i < names.size(); i++) {
                out.writeFieldName(names.get(i));
                value(out, record.getField(i));
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

    private InputStream counted(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int each = in.read();
                bytesRead.add(each < 0 ? 0 : 1);
                return each;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = in.read(bytes, offset, length);
                bytesRead.add(Math.max(0, count));
                return count;
            }
        };
    }

    private static Reader text(InputStream in) throws IOException {
        BufferedReader text = new BufferedReader(new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }
}
