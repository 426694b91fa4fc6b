package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
    private static final int MAX_LINE_BYTES = 100;
    private static final int CHUNK_BYTES = 16;

    @Test
    void endsLinesWithLfOrCrLfAndTheLastOneWithoutEither() throws Exception {
        assertThat(read("a\nbb\r\nccc")).containsExactly("1:a", "2:bb", "3:ccc");
        assertThat(read("a\n")).containsExactly("1:a");
        assertThat(read("a\r\n")).containsExactly("1:a");
        assertThat(read("a\rb\n")).containsExactly("1:a\rb");
    }

    @Test
    void keepsEmptyLinesAndFindsNoneInAnEmptyStream() throws Exception {
        assertThat(read("")).isEmpty();
        assertThat(read("\n\r\n\nx")).containsExactly("1:", "2:", "3:", "4:x");
    }

    @Test
    void joinsLinesThatStraddleChunks() throws Exception {
        String longer = "0123456789".repeat(9);
        assertThat(read("short\n" + longer + "\nend")).containsExactly("1:short", "2:" + longer, "3:end");
    }

    @Test
    void namesALineOverTheLimitAndGoesOn() throws Exception {
        assertThat(read("a\n" + "x".repeat(101) + "\nb")).containsExactly("1:a", "2:too long, 101", "3:b");
        assertThat(read("x".repeat(100) + "\r\nb")).containsExactly("1:" + "x".repeat(100), "2:b");
        assertThat(read("x".repeat(101) + "\r\nb")).containsExactly("1:too long, 101", "2:b");
        assertThat(read("x".repeat(5_000) + "\r\nb\n" + "y".repeat(7_000)))
                .containsExactly("1:too long, 5000", "2:b", "3:too long, 7000");
    }

    @Test
    void passesUtf8AndWhatIsNotThrough() throws Exception {
        assertThat(read("gr\u00fc\u00dfe \u4f60\u597d \ud83d\ude80\n"))
                .containsExactly("1:gr\u00fc\u00dfe \u4f60\u597d \ud83d\ude80");
        List<byte[]> lines = new ArrayList<>();
        new LineReader(MAX_LINE_BYTES, CHUNK_BYTES)
                .read(new ByteArrayInputStream(new byte[] {(byte) 0xff, 0, '\n'}), new LineSink() {
                    @Override
                    public boolean line(byte[] buffer, int offset, int length, long number) {
                        byte[] copy = new byte[length];
                        System.arraycopy(buffer, offset, copy, 0, length);
                        return lines.add(copy);
                    }

                    @Override
                    public boolean tooLong(long number, long bytes) {
                        return false;
                    }

                    @Override
                    public boolean bad(long number, String reason) {
                        return false;
                    }
                });
        assertThat(lines).containsExactly(new byte[] {(byte) 0xff, 0});
    }

    @Test
    void leavesOutAByteOrderMarkAtTheStartOnly() throws Exception {
        assertThat(read("\ufeffa\n\ufeffb\n")).containsExactly("1:a", "2:\ufeffb");
    }

    @Test
    void stopsWhenTheSinkSaysSo() throws Exception {
        Recorder recorder = new Recorder(2);
        new LineReader(MAX_LINE_BYTES, CHUNK_BYTES).read(bytes("a\nb\nc\n"), recorder);
        assertThat(recorder.lines).containsExactly("1:a", "2:b");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsTheLinesOfRandomTextsReadInRandomPieces(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 500; i++) {
            int length = random.nextInt(10) == 0 ? random.nextInt(300) : random.nextInt(20);
            text.append("z".repeat(length)).append(random.nextBoolean() ? "\n" : "\r\n");
            expected.add(i + ":" + (length > MAX_LINE_BYTES ? "too long, " + length : "z".repeat(length)));
        }
        InputStream whole = bytes(text.toString());
        InputStream pieces = new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws java.io.IOException {
                return whole.read(target, offset, Math.min(length, 1 + random.nextInt(40)));
            }
        };
        Recorder recorder = new Recorder(Integer.MAX_VALUE);
        LineReader reader = new LineReader(MAX_LINE_BYTES, CHUNK_BYTES);
        reader.read(pieces, recorder);
        assertThat(recorder.lines).as("seed %d", seed).isEqualTo(expected);
        assertThat(reader.bytesRead()).isEqualTo(text.length());
    }

    private static List<String> read(String text) throws Exception {
        Recorder recorder = new Recorder(Integer.MAX_VALUE);
        new LineReader(MAX_LINE_BYTES, CHUNK_BYTES).read(bytes(text), recorder);
        return recorder.lines;
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Recorder implements LineSink {
        private final List<String> lines = new ArrayList<>();
        private final int limit;

        Recorder(int limit) {
            this.limit = limit;
        }

        @Override
        public boolean line(byte[] buffer, int offset, int length, long number) {
            lines.add(number + ":" + new String(buffer, offset, length, StandardCharsets.UTF_8));
            return lines.size() < limit;
        }

        @Override
        public boolean tooLong(long number, long bytes) {
            lines.add(number + ":too long, " + bytes);
            return lines.size() < limit;
        }

        @Override
        public boolean bad(long number, String reason) {
            throw new AssertionError("a line is never bad to who only cuts");
        }
    }
}
