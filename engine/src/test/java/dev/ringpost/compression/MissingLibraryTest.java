package dev.ringpost.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.InvalidMessageException;
import dev.ringpost.testing.HidingLoader;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The registry in a class loader that hides libraries, as in an application that did not add them. */
class MissingLibraryTest {

    private static final String PACKAGE = Compressor.class.getPackageName() + ".";
    private static final List<String> ALL = List.of(
            "org.apache.commons.compress.",
            "org.tukaani.xz.",
            "com.aayushatharva.brotli4j.",
            "com.github.luben.zstd.",
            "net.jpountz.");

    @ParameterizedTest
    @CsvSource({
        "bzip, bzip2, org.apache.commons.compress., org.apache.commons:commons-compress",
        "lzma, xz, org.tukaani.xz., org.tukaani:xz",
        "brotli, brotli, com.aayushatharva.brotli4j., com.aayushatharva.brotli4j:brotli4j",
        "zstd, zstd, com.github.luben.zstd., com.github.luben:zstd-jni",
        "lz4, lz4, net.jpountz., at.yawk.lz4:lz4-java",
    })
    void theErrorNamesTheArtifactToAdd(String alias, String name, String hidden, String artifact) throws Exception {
        Object registry = registryWithout(List.of(hidden));
        assertThatThrownBy(() -> require(registry, alias))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("compression \"" + name + "\"")
                .hasMessageContaining("add the Maven artifact " + artifact)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> require(registry, "nonsense"))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageEndingWith("; known, but without the library they need: " + name);
        for (String other : List.of("zlib", "bzip2", "xz", "brotli", "zstd", "gzip-rfc1952", "lz4")) {
            if (!other.equals(name)) {
                assertThat(require(registry, other)).as(other).isNotNull();
            }
        }
    }

    @Test
    void withoutAnyLibraryThereIsZlib() throws Exception {
        Object registry = registryWithout(ALL);
        Object zlib = require(registry, "gzip");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        zlib.getClass()
                .getClassLoader()
                .loadClass(Compressor.class.getName())
                .getMethod("compress", byte[].class, int.class, int.class, OutputStream.class)
                .invoke(zlib, Bodies.text(100, 1), 0, 100, out);
        assertThat(Bodies.decompress("zlib", out.toByteArray())).isEqualTo(Bodies.text(100, 1));
        assertThat(require(registry, "true-gzip")).isNotNull();
    }

    /** A factory is called where an application is set up: no message is involved. */
    @Test
    void aFactoryNamesTheArtifactToo() throws Exception {
        Class<?> factories = new HidingLoader(PACKAGE, ALL).loadClass(Compressors.class.getName());
        assertThatThrownBy(() ->
                        invoke(() -> factories.getMethod("zstd", int.class).invoke(null, 3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("com.github.luben:zstd-jni");
    }

    private static Object registryWithout(List<String> hidden) throws Exception {
        Class<?> type = new HidingLoader(PACKAGE, hidden).loadClass(CompressorRegistry.class.getName());
        return invoke(() -> type.getMethod("standard").invoke(null));
    }

    private static Object require(Object registry, String name) throws Exception {
        return invoke(
                () -> registry.getClass().getMethod("require", String.class).invoke(registry, name));
    }

    private interface Call {
        Object run() throws ReflectiveOperationException;
    }

    private static Object invoke(Call call) throws Exception {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }
}
