package dev.ringpost.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a line is one JSON value in UTF-8, and finds the routing key in it, in one pass without building
 * anything. Used by one thread.
 */
final class JsonLine {

    private static final int ENCODING_GUESS_BYTES = 4;

    /** Of Jackson's messages: where in a source that it does not name something began. */
    private static final Pattern START_MARKER = Pattern.compile(" \\(start marker at .*\\]\\)");

    private final JsonFactory factory;
    private final @Nullable JsonPointer keyPointer;

    /** A line that is refused; the message says why. */
    static final class BadLineException extends Exception {
        private static final long serialVersionUID = 1L;

        BadLineException(String message) {
            super(message, null, false, false); // made for each bad line, and never shown with a stack trace
        }
    }

    /** With where the routing key is, if the lines bring one. */
    JsonLine(@Nullable JsonPointer keyPointer) {
        this.keyPointer = keyPointer;
        // The line is as long as it is, and all of it was read already: the limits would only refuse valid JSON.
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxNestingDepth(Integer.MAX_VALUE)
                        .build())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .build();
    }

    /** Whether there is nothing but spaces and tabs. */
    static boolean isBlank(byte[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            byte b = buffer[i];
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads a line that is not blank.
     *
     * @return the routing key in it; the empty text if none was asked for
     * @throws BadLineException if it is not JSON, or has no routing key where one was asked for
     */
    String read(byte[] buffer, int offset, int length) throws BadLineException {
        for (int i = 0; i < Math.min(length, ENCODING_GUESS_BYTES); i++) {
            if (buffer[offset + i] == 0) {
                // Jackson would take it for UTF-16 or UTF-32.
                throw new BadLineException("not JSON in UTF-8: byte 0 at column " + (i + 1));
            }
        }
        try (JsonParser parser = factory.createParser(buffer, offset, length)) {
            parser.nextToken();
            String key = null;
            if (keyPointer == null) {
                parser.skipChildren();
            } else {
                key = find(parser, keyPointer);
            }
            if (parser.nextToken() != null) {
                throw new BadLineException("more than one JSON value, the second at column "
                        + parser.currentTokenLocation().getColumnNr());
            }
            if (key == null && keyPointer != null) {
                throw new BadLineException("no routing key: nothing, or null, at " + keyPointer);
            }
            return key == null ? "" : key;
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
            throw new BadLineException("not JSON: "
                    + START_MARKER.matcher(e.getOriginalMessage()).replaceAll("") + ", at column " + column);
        } catch (IOException e) {
            throw new BadLineException("not JSON: " + e.getMessage());
        }
    }

    /** The scalar that a pointer leads to from the value the parser is at, read to that value's end. */
    private @Nullable String find(JsonParser parser, JsonPointer pointer) throws IOException, BadLineException {
        if (pointer.matches()) {
            return scalar(parser);
        }
        String found = null;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                JsonPointer rest = pointer.matchProperty(parser.currentName());
                parser.nextToken();
                found = pick(parser, rest, found);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                found = pick(parser, pointer.matchElement(i), found);
            }
        }
        return found;
    }

    /** Of a name that comes twice the last one counts, as with most readers. */
    private @Nullable String pick(JsonParser parser, @Nullable JsonPointer rest, @Nullable String before)
            throws IOException, BadLineException {
        if (rest == null) {
            parser.skipChildren();
            return before;
        }
        return find(parser, rest);
    }

    private @Nullable String scalar(JsonParser parser) throws IOException, BadLineException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token.isStructStart()) {
            throw new BadLineException("no routing key: an " + (token == JsonToken.START_OBJECT ? "object" : "array")
                    + " at " + keyPointer + "; a text, number or boolean is needed");
        }
        return parser.getText();
    }
}
