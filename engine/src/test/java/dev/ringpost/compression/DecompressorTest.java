package dev.ringpost.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecompressorTest {

    private static final CompressorRegistry REGISTRY = CompressorRegistry.standard();
    private static final int MIB = 1024 * 1024;

    private static byte[] compressed(Decompressor decompressor, byte[] body) throws IOException {
        return Bodies.compress(REGISTRY.require(decompressor.compression()), body);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    @Test
    void eachCompressorHasOneThatItsNameItsHeaderOrItsContentEncodingFinds() {
        assertThat(Arrays.stream(Decompressor.values()).map(Decompressor::compression))
                .containsExactlyInAnyOrderElementsOf(REGISTRY.names());
        for (Decompressor each : Decompressor.values()) {
            Compressor compressor = REGISTRY.require(each.compression());
            String header = compressor.header();
            assertThat(
                            header == null
                                    ? Decompressor.ofContentEncoding(
                                            Objects.requireNonNull(compressor.contentEncoding()))
                                    : Decompressor.ofHeader(header))
                    .isSameAs(each);
            assertThat(Decompressor.ofHeader(each.compression())).isSameAs(each);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "application/x-gzip",
                "bzip",
                "application/x-bz2",
                "lzma",
                "application/x-lzma",
                "application/x-brotli",
                "zstandard",
                "application/zstd",
                "true-gzip"
            })
    void aliasesAreThoseOfTheRegistry(String alias) {
        Decompressor found = Objects.requireNonNull(Decompressor.ofHeader(alias));
        assertThat(found.compression()).isEqualTo(REGISTRY.require(alias).name());
    }

    @Test
    void whatNobodyKnowsIsNull() {
        assertThat(Decompressor.ofHeader("GZIP")).isNull();
        assertThat(Decompressor.ofHeader("")).isNull();
        assertThat(Decompressor.ofContentEncoding("utf-8")).isNull();
        assertThat(Decompressor.ofContentEncoding("zstd"))
                .as("announced by the header")
                .isNull();
    }

    @ParameterizedTest
    @EnumSource
    void whatWasCompressedComesBack(Decompressor decompressor) throws IOException {
        for (int bytes : new int[] {0, 1, 100, 300, 64 * 1024, 600_000}) {
            for (byte[] body : List.of(Bodies.text(bytes, bytes), Bodies.random(bytes, bytes), new byte[bytes])) {
                byte[] stream = compressed(decompressor, body);
                assertThat(decompressor.mayHaveMade(stream)).isTrue();
                assertThat(decompressor.decompress(stream, Math.max(bytes, 1))).isEqualTo(body);
                assertThat(decompressor.decompress(stream, 128 * MIB)).isEqualTo(body);
            }
        }
    }

    @Test
    void ofThoseThatAContentEncodingAnnouncesOtherBytesAreToldByTheirBeginning() {
        for (Decompressor each : List.of(Decompressor.GZIP_RFC1952, Decompressor.LZ4)) {
            assertThat(each.mayHaveMade(new byte[] {0, 0, 0, 5, 'h', 'e', 'l', 'l', 'o'}))
                    .isFalse();
            assertThat(each.mayHaveMade(new byte[0])).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noMoreThanTheLimitIsMade(Decompressor decompressor) throws IOException {
        byte[] bomb = compressed(decompressor, new byte[30 * MIB]);
        assertThat(bomb).hasSizeLessThan(MIB);
        for (int limitBytes : new int[] {1, 1_000, MIB, 30 * MIB - 1}) {
            assertThatThrownBy(() -> decompressor.decompress(bomb, limitBytes))
                    .isInstanceOf(IOException.class)
                    .hasMessage("uncompressed it has more than " + limitBytes + " bytes, the limit");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatIsCutShortIsRefused(Decompressor decompressor) throws IOException {
        byte[] stream = compressed(decompressor, Bodies.text(1_000, 1));
        for (int bytes = 1; bytes < stream.length; bytes++) {
            byte[] part = Arrays.copyOf(stream, bytes);
            assertThatThrownBy(() -> decompressor.decompress(part, MIB))
                    .as("%s of %s bytes", bytes, stream.length)
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatFollowsAStreamIsRefused(Decompressor decompressor) throws IOException {
        byte[] stream = compressed(decompressor, Bodies.text(1_000, 1));
        for (int bytes : new int[] {1, 4, 30, 1_000}) {
            byte[] more = joined(stream, Bodies.text(bytes, 2));
            assertThatThrownBy(() -> decompressor.decompress(more, MIB))
                    .as("%s bytes more", bytes)
                    .isInstanceOf(IOException.class);
        }
    }

    /** Whatever is broken, an IOException says so; where the format has a checksum, nothing wrong comes out. */
    @ParameterizedTest
    @EnumSource
    void brokenStreamsFailAsIoErrorsOnly(Decompressor decompressor) throws IOException {
        Random random = new Random(20_261_122);
        byte[] body = Bodies.text(2_000, 3);
        byte[] whole = compressed(decompressor, body);
        int refused = 0;
        for (int round = 0; round < 1_500; round++) {
            byte[] stream = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                stream[random.nextInt(Math.min(stream.length, round % 2 == 0 ? 20 : stream.length))] =
                        (byte) random.nextInt();
            }
            try {
                byte[] result = decompressor.decompress(stream, MIB);
                // Brotli has no checksum, and the engine's zstd frames go without.
                if (decompressor != Decompressor.BROTLI && decompressor != Decompressor.ZSTD) {
                    assertThat(result).as("round %s", round).isEqualTo(body);
                }
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    @ParameterizedTest
    @EnumSource
    void somethingElseIsRefused(Decompressor decompressor) {
        for (byte[] other : List.of(new byte[] {'{', '}'}, Bodies.text(100, 1), new byte[100])) {
            assertThatThrownBy(() -> decompressor.decompress(other, MIB)).isInstanceOf(IOException.class);
        }
    }

    /** Members behind each other, with every field that a header can have, as other programs write them. */
    @Test
    void gzipHeadersOfOtherProgramsAreRead() throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (GZIPOutputStream member = new GZIPOutputStream(stream)) {
            member.write(Bodies.text(10, 1));
        }
        stream.write(HexFormat.of().parseHex("1f8b081f0000000000ff" + "0300" + "616263")); // two lengths, then extra
        stream.write(new byte[] {'n', 0, 'c', 'o', 0, 1, 2});
        stream.write(HexFormat.of().parseHex("0300")); // an empty stream
        stream.write(new byte[8]);
        assertThat(Decompressor.GZIP_RFC1952.decompress(stream.toByteArray(), MIB))
                .isEqualTo(Bodies.text(10, 1));
    }

    @Test
    void gzipsChecksumAndLengthAreChecked() throws IOException {
        byte[] stream = compressed(Decompressor.GZIP_RFC1952, Bodies.text(100, 1));
        for (int back = 1; back <= 8; back++) {
            byte[] wrong = stream.clone();
            wrong[wrong.length - back] ^= 1;
            assertThatThrownBy(() -> Decompressor.GZIP_RFC1952.decompress(wrong, MIB))
                    .hasMessageContaining("checksum or length, at byte " + (stream.length - 8));
        }
    }

    @Test
    void whatIsReadIsLeftAsItIs() throws IOException {
        for (Decompressor each : Decompressor.values()) {
            byte[] stream = compressed(each, Bodies.text(500, 1));
            byte[] before = stream.clone();
            each.decompress(stream, MIB);
            assertThat(stream).isEqualTo(before);
        }
    }
}
