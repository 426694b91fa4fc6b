package dev.ringpost.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.InvalidMessageException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressorRegistryTest {

    private static final CompressorRegistry REGISTRY = CompressorRegistry.standard();

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "zlib, zlib, application/x-gzip, -",
                "gzip, zlib, application/x-gzip, -",
                "application/x-gzip, zlib, application/x-gzip, -",
                "bzip2, bzip2, application/x-bz2, -",
                "bzip, bzip2, application/x-bz2, -",
                "application/x-bz2, bzip2, application/x-bz2, -",
                "lzma, xz, application/x-lzma, -",
                "xz, xz, application/x-lzma, -",
                "application/x-lzma, xz, application/x-lzma, -",
                "brotli, brotli, application/x-brotli, -",
                "application/x-brotli, brotli, application/x-brotli, -",
                "zstd, zstd, application/zstd, -",
                "zstandard, zstd, application/zstd, -",
                "application/zstd, zstd, application/zstd, -",
                "gzip-rfc1952, gzip-rfc1952, -, gzip",
                "true-gzip, gzip-rfc1952, -, gzip",
                "lz4, lz4, -, lz4",
            })
    void everyAliasAndItsAnnouncement(
            String alias, String name, @Nullable String header, @Nullable String contentEncoding) {
        Compressor compressor = REGISTRY.require(alias);
        assertThat(compressor.name()).isEqualTo(name);
        assertThat(compressor.header()).isEqualTo(header);
        assertThat(compressor.contentEncoding()).isEqualTo(contentEncoding);
        assertThat(REGISTRY.require(alias)).as("made once").isSameAs(compressor);
    }

    @Test
    void namesAreThoseWithoutAliases() {
        assertThat(REGISTRY.names()).containsExactly("zlib", "bzip2", "xz", "brotli", "zstd", "gzip-rfc1952", "lz4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GZIP", "Zlib", "snappy", "", "deflate"})
    void anUnknownNameIsRefusedWithThoseThereAre(String name) {
        assertThatThrownBy(() -> REGISTRY.require(name))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage("there is no compression \"" + name
                        + "\" (case counts); installed: zlib, bzip2, xz, brotli, zstd, gzip-rfc1952, lz4");
    }

    @Test
    void oneMoreIsFoundByNameHeaderAndAliasAndTheOldRegistryStaysAsItWas() {
        Compressor own = new Plain("plain", "application/x-plain", null);
        CompressorRegistry more = REGISTRY.with(own, "none", "identity");
        assertThat(more.require("plain")).isSameAs(own);
        assertThat(more.require("application/x-plain")).isSameAs(own);
        assertThat(more.require("none")).isSameAs(own);
        assertThat(more.require("identity")).isSameAs(own);
        assertThat(more.names()).hasSize(8).endsWith("plain");
        assertThat(REGISTRY.names()).hasSize(7);
        assertThatThrownBy(() -> REGISTRY.require("plain")).isInstanceOf(InvalidMessageException.class);
    }

    @Test
    void anotherLevelTakesTheNameOver() {
        Compressor fast = Compressors.zlib(1);
        CompressorRegistry more = REGISTRY.with(fast, "gzip");
        assertThat(more.require("zlib")).isSameAs(fast);
        assertThat(more.require("gzip")).isSameAs(fast);
        assertThat(more.require("application/x-gzip")).isSameAs(fast);
        assertThat(more.names()).isEqualTo(REGISTRY.names());
    }

    @Test
    void whatNoConsumerCouldUndoIsRefused() {
        assertRefused(new Plain("plain", null, null), "neither a header value nor a content encoding");
        assertRefused(new Plain(" ", "x", null), "blank");
        assertRefused(new Plain("plain", "", null), "blank");
        assertRefused(new Plain("plain", null, "x".repeat(256)), "over 255 bytes");
        assertThatThrownBy(() -> REGISTRY.with(new Plain("plain", "x", null), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blank");
    }

    private static void assertRefused(Compressor compressor, String why) {
        assertThatThrownBy(() -> REGISTRY.with(compressor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void providersOnTheClassPathAreFound(@TempDir Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF").resolve("services"));
        Files.writeString(services.resolve(Compressor.class.getName()), Provided.class.getName() + "\n");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, Provided.class.getClassLoader())) {
            thread.setContextClassLoader(loader);
            CompressorRegistry registry = CompressorRegistry.standard();
            assertThat(registry.require("provided")).isInstanceOf(Provided.class);
            assertThat(registry.require("application/x-provided")).isInstanceOf(Provided.class);
            assertThat(registry.names()).contains("zlib", "provided");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Copies. */
    private record Plain(
            String name, @Nullable String header, @Nullable String contentEncoding) implements Compressor {

        @Override
        public void compress(byte[] source, int offset, int length, OutputStream out) throws IOException {
            out.write(source, offset, length);
        }
    }

    /** What a service file names. */
    public static final class Provided implements Compressor {

        @Override
        public String name() {
            return "provided";
        }

        @Override
        public String header() {
            return "application/x-provided";
        }

        @Override
        public @Nullable String contentEncoding() {
            return null;
        }

        @Override
        public void compress(byte[] source, int offset, int length, OutputStream out) throws IOException {
            out.write(source, offset, length);
        }
    }
}
