package dev.ringpost.kombu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.compression.Compressor;
import dev.ringpost.compression.CompressorRegistry;
import dev.ringpost.compression.Compressors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kombu's names of compressions mean: the header's value, and how the bytes begin. */
class CompressionTest {

    private static final byte[] BODY = "compressible, compressible, compressible".getBytes(StandardCharsets.UTF_8);

    private static byte[] compressed(Compressor compressor, byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        compressor.compress(body, 0, body.length, out);
        return out.toByteArray();
    }

    private static byte[] compressed(String alias, String header) throws IOException {
        Compressor compressor = CompressorRegistry.standard().require(alias);
        assertThat(compressor.header()).isEqualTo(header);
        assertThat(compressor.contentEncoding())
                .as("the uncompressed body's stays")
                .isNull();
        return compressed(compressor, BODY);
    }

    private static void startsWith(byte[] bytes, int... first) {
        byte[] expected = new byte[first.length];
        for (int i = 0; i < first.length; i++) {
            expected[i] = (byte) first[i];
        }
        assertThat(Arrays.copyOf(bytes, first.length)).isEqualTo(expected);
    }

    private static byte[] inflated(byte[] zlib) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(zlib);
            byte[] body = new byte[1_000];
            int length = inflater.inflate(body);
            assertThat(inflater.finished()).isTrue();
            return Arrays.copyOf(body, length);
        } finally {
            inflater.end();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zlib", "gzip", "application/x-gzip"})
    void row38_gzipIsZlib(String alias) throws Exception {
        byte[] bytes = compressed(alias, "application/x-gzip");
        startsWith(bytes, 0x78, 0x9C);
        assertThat(inflated(bytes)).isEqualTo(BODY);
        Compressor compressor = CompressorRegistry.standard().require(alias);
        assertThat(HexFormat.of().formatHex(compressed(compressor, new byte[0])))
                .as("an empty body has a stream, too")
                .isEqualTo("789c030000000001");
        for (int level = 0; level <= 9; level++) {
            byte[] other = compressed(Compressors.zlib(level), BODY);
            startsWith(other, 0x78, 0x9C); // others may look like text to a consumer
            assertThat(inflated(other)).isEqualTo(BODY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lzma", "xz", "application/x-lzma"})
    void row39_lzmaIsTheXzContainer(String alias) throws IOException {
        startsWith(compressed(alias, "application/x-lzma"), 0xFD, '7', 'z', 'X', 'Z', 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bzip2", "bzip", "application/x-bz2"})
    void row40_bzip2HasThreeNames(String alias) throws IOException {
        startsWith(compressed(alias, "application/x-bz2"), 'B', 'Z', 'h', '9');
    }
}
