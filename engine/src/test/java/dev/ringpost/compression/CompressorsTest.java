package dev.ringpost.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompressorsTest {

    private static final CompressorRegistry REGISTRY = CompressorRegistry.standard();

    static Set<String> names() {
        return REGISTRY.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void itsOwnLibraryReadsItBack(String name) throws IOException {
        Compressor compressor = REGISTRY.require(name);
        for (int bytes : new int[] {0, 1, 100, 64 * 1024}) {
            byte[] random = Bodies.random(bytes, bytes);
            assertThat(Bodies.decompress(name, Bodies.compress(compressor, random)))
                    .as("%s, %s random bytes", name, bytes)
                    .isEqualTo(random);
            byte[] text = Bodies.text(bytes, bytes);
            byte[] compressed = Bodies.compress(compressor, text);
            assertThat(Bodies.decompress(name, compressed))
                    .as("%s, %s bytes of text", name, bytes)
                    .isEqualTo(text);
            if (bytes > 1_000) {
                assertThat(compressed).hasSizeLessThan(bytes * 3 / 4);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void aLargeBodyComesBackToo(String name) throws IOException {
        Compressor compressor = name.equals("xz") ? Compressors.xz(0) : REGISTRY.require(name);
        byte[] body = Bodies.random(5_000_000, 1);
        System.arraycopy(Bodies.text(1_000_000, 1), 0, body, 1_000_000, 1_000_000);
        Arrays.fill(body, 2_000_000, 4_000_000, (byte) 'x');
        assertThat(Bodies.decompress(name, Bodies.compress(compressor, body))).isEqualTo(body);
    }

    @ParameterizedTest
    @MethodSource("names")
    void itTakesAPartOfAnArrayAndLeavesItAsItIs(String name) throws IOException {
        byte[] body = Bodies.text(1_000, 1);
        byte[] before = body.clone();
        byte[] stream = Bodies.compress(REGISTRY.require(name), body, 300, 400);
        assertThat(Bodies.decompress(name, stream)).isEqualTo(Arrays.copyOfRange(before, 300, 700));
        assertThat(body).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("names")
    void itRefusesAPartThatIsNotThere(String name) {
        Compressor compressor = REGISTRY.require(name);
        assertThatThrownBy(() -> compressor.compress(new byte[10], 5, 6, OutputStream.nullOutputStream()))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @MethodSource("names")
    void anyNumberOfThreadsMayUseItAtOnce(String name) throws Exception {
        Compressor compressor = REGISTRY.require(name);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int seed = i;
                runs.add(threads.submit(() -> {
                    for (int round = 0; round < 15; round++) {
                        byte[] body = Bodies.text(100 + 301 * round, 1_000L * seed + round);
                        assertThat(Bodies.decompress(name, Bodies.compress(compressor, body)))
                                .isEqualTo(body);
                    }
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** A state that went back to the pool in the middle of a stream would spoil somebody else's message. */
    @ParameterizedTest
    @MethodSource("names")
    void anErrorOfTheCallersStreamComesOutAndSpoilsNothing(String name) throws IOException {
        Compressor compressor = REGISTRY.require(name);
        byte[] body = Bodies.random(300_000, 3);
        for (int round = 0; round < 20; round++) {
            int allowed = round * 500;
            assertThatThrownBy(() -> compressor.compress(body, 0, body.length, failingAfter(allowed)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("full");
            assertThat(Bodies.decompress(name, Bodies.compress(compressor, body, 0, 1_000)))
                    .isEqualTo(Arrays.copyOf(body, 1_000));
        }
    }

    private static OutputStream failingAfter(int bytes) {
        return new OutputStream() {
            private int left = bytes;

            @Override
            public void write(int octet) throws IOException {
                if (--left < 0) {
                    throw new IOException("full");
                }
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "zlib, 789c",
        "gzip-rfc1952, 1f8b08",
        "bzip2, 425a6839",
        "xz, fd377a585a0000",
        "zstd, 28b52ffd",
        "lz4, 04224d18",
    })
    void theFormatIsRecognized(String name, String magic) throws IOException {
        for (byte[] body : List.of(new byte[0], Bodies.text(1_000, 1), Bodies.random(200_000, 1))) {
            assertThat(HexFormat.of().formatHex(Bodies.compress(REGISTRY.require(name), body)))
                    .startsWith(magic);
        }
    }

    @Test
    void anEmptyBodyIsCompressedLikeKombuDoes() throws IOException {
        assertThat(Bodies.compress(REGISTRY.require("zlib"), new byte[0]))
                .isEqualTo(HexFormat.of().parseHex("789c030000000001"));
    }

    /** CRC64 is the check that Kombu's own side writes; the type is in the second byte of the flags. */
    @Test
    void xzIsCheckedByCrc64() throws IOException {
        assertThat(Bodies.compress(REGISTRY.require("xz"), Bodies.text(100, 1))[7])
                .isEqualTo((byte) 4);
    }

    @Test
    void aZstdFrameTellsItsContentSize() throws IOException {
        for (int level : new int[] {-5, 1, 3, 19}) {
            for (int bytes : new int[] {0, 1, 255, 256, 70_000, 1_000_000}) {
                byte[] stream = Bodies.compress(Compressors.zstd(level), Bodies.text(bytes, 1));
                assertThat(Zstd.getFrameContentSize(stream)).isEqualTo(bytes);
            }
        }
    }

    @Test
    void theLevelCounts() throws IOException {
        assertSmaller(Compressors::zlib, 1, 9);
        assertSmaller(Compressors::gzipRfc1952, 1, 9);
        assertSmaller(Compressors::xz, 0, 9);
        assertSmaller(Compressors::brotli, 1, 11);
        assertSmaller(Compressors::zstd, 1, 19);
        assertThat(Bodies.compress(Compressors.zlib(0), Bodies.text(10_000, 1))).hasSizeGreaterThan(10_000);
        assertThat(Bodies.compress(Compressors.bzip2(3), Bodies.text(100, 1))).startsWith('B', 'Z', 'h', '3');
    }

    private static void assertSmaller(IntFunction<Compressor> maker, int low, int high) throws IOException {
        byte[] body = HexFormat.of().formatHex(Bodies.text(10_000, 9)).getBytes(StandardCharsets.US_ASCII);
        byte[] large = Bodies.compress(maker.apply(low), body);
        byte[] small = Bodies.compress(maker.apply(high), body);
        assertThat(small).as(maker.apply(low).name()).hasSizeLessThan(large.length);
    }

    @Test
    void aLevelOutOfItsRangeIsRefusedWithTheRange() {
        assertRefused(() -> Compressors.zlib(10), "\"zlib\": level 10 is not in -1..9");
        assertRefused(() -> Compressors.zlib(-2), "level -2");
        assertRefused(() -> Compressors.gzipRfc1952(10), "\"gzip-rfc1952\": level 10");
        assertRefused(() -> Compressors.bzip2(0), "\"bzip2\": block size 0 is not in 1..9");
        assertRefused(() -> Compressors.xz(10), "\"xz\": preset 10 is not in 0..9");
        assertRefused(() -> Compressors.brotli(12), "\"brotli\": quality 12 is not in 0..11");
        assertRefused(() -> Compressors.zstd(23), "\"zstd\": level 23 is not in");
    }

    private static void assertRefused(Runnable call, String why) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    /** The block that is chosen for a short body must hold it even where the first step makes it longer. */
    @Test
    void bzip2BlocksHoldWhatGrows() throws IOException {
        Compressor compressor = Compressors.bzip2(9);
        for (int bytes : new int[] {79_984, 80_000, 99_981, 160_000, 900_000}) {
            byte[] runsOfFour = new byte[bytes];
            for (int i = 0; i < bytes; i++) {
                runsOfFour[i] = (byte) (i / 4);
            }
            assertThat(Bodies.decompress("bzip2", Bodies.compress(compressor, runsOfFour)))
                    .isEqualTo(runsOfFour);
        }
    }
}
