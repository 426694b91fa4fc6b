package dev.ringpost.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Kombu consumer takes a body that is valid UTF-8 for text and then fails to decompress it: none may be. */
class NeverTextTest {

    private static final CompressorRegistry REGISTRY = CompressorRegistry.standard();

    @ParameterizedTest
    @ValueSource(strings = {"zlib", "bzip2", "xz", "brotli", "zstd"})
    void noShortBodyBecomesText(String name) throws IOException {
        Compressor compressor = REGISTRY.require(name);
        for (int i = 0; i < 400; i++) {
            byte[] body = i % 3 == 0 ? Bodies.random(i % 40, i) : Bodies.text(i % 40, i);
            byte[] stream = Bodies.compress(compressor, body);
            assertThat(isText(stream))
                    .as("%s of %s", name, HexFormat.of().formatHex(body))
                    .isFalse();
            assertThat(Bodies.decompress(name, stream)).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void noLevelOfZlibBecomesText(int level) throws IOException {
        Compressor compressor = Compressors.zlib(level);
        for (byte[] body : List.of(new byte[0], Bodies.text(1, 1), Bodies.text(100, 1), Bodies.random(5_000, 1))) {
            byte[] stream = Bodies.compress(compressor, body);
            assertThat(stream).startsWith(0x78, 0x9C);
            assertThat(((stream[0] & 0xFF) * 256 + (stream[1] & 0xFF)) % 31)
                    .as("the header's check")
                    .isZero();
            assertThat(isText(stream)).isFalse();
            assertThat(Bodies.decompress("zlib", stream)).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 9, 11})
    void noQualityOfBrotliBecomesText(int quality) throws IOException {
        Compressor compressor = Compressors.brotli(quality);
        for (int i = 0; i < 300; i++) {
            byte[] body = Bodies.text(i % 30, i);
            byte[] stream = Bodies.compress(compressor, body);
            assertThat(isText(stream)).isFalse();
            assertThat(Bodies.decompress("brotli", stream)).isEqualTo(body);
        }
    }

    /** No body is known that needs it, only that there may be one; so the two halves are shown apart. */
    @Test
    void bzip2GetsAnEmptyStreamBehindText() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Bzip2Compressor.Stream text = new Bzip2Compressor.Stream(out, 9);
        text.write("BZh1 all of this is text".getBytes(StandardCharsets.UTF_8));
        text.end();
        byte[] empty = Bodies.compress(REGISTRY.require("bzip2"), new byte[0]);
        assertThat(out.toByteArray())
                .startsWith("BZh9 all of this is text".getBytes(StandardCharsets.UTF_8))
                .endsWith(empty)
                .hasSize(24 + empty.length);
        assertThat(isText(out.toByteArray())).isFalse();

        out.reset();
        Bzip2Compressor.Stream binary = new Bzip2Compressor.Stream(out, 9);
        binary.write(new byte[] {'B', 'Z', 'h', '1', (byte) 0x90});
        binary.end();
        assertThat(out.toByteArray()).containsExactly('B', 'Z', 'h', '9', 0x90);
    }

    @Test
    void anEmptyStreamBehindAnotherChangesNothing() throws IOException {
        byte[] body = Bodies.text(1_000, 1);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(Bodies.compress(REGISTRY.require("bzip2"), body));
        both.write(Bodies.compress(REGISTRY.require("bzip2"), new byte[0]));
        for (boolean joining : new boolean[] {true, false}) {
            InputStream bytes = new ByteArrayInputStream(both.toByteArray());
            try (InputStream decoder = new BZip2CompressorInputStream(bytes, joining)) {
                assertThat(decoder.readAllBytes()).isEqualTo(body);
            }
        }
    }

    @Test
    void theCheckAgreesWithTheStrictDecoder() {
        Random random = new Random(11);
        int texts = 0;
        byte[] edges = HexFormat.of().parseHex("007f80bfc1c2df8fe09fa0edefeef0908ff3f4f5ff");
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(6)];
            for (int k = 0; k < bytes.length; k++) {
                bytes[k] = edges[random.nextInt(edges.length)];
            }
            assertThat(Utf8Check.isText(bytes))
                    .as(HexFormat.of().formatHex(bytes))
                    .isEqualTo(isText(bytes));
            texts += isText(bytes) ? 1 : 0;
        }
        assertThat(texts).isGreaterThan(10_000);
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
