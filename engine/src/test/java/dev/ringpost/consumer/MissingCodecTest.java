package dev.ringpost.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.RecordFormat;
import dev.ringpost.consumer.Packer.Message;
import dev.ringpost.testing.HidingLoader;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reader in a class loader that hides libraries, as in an application that did not add them. */
class MissingCodecTest {

    private static final List<String> ALL = List.of(
            "com.rabbitmq.",
            "com.lmax.",
            "com.fasterxml.",
            "org.slf4j.",
            "org.HdrHistogram.",
            "org.apache.commons.compress.",
            "org.tukaani.xz.",
            "com.aayushatharva.brotli4j.",
            "com.github.luben.zstd.",
            "net.jpountz.");

    @Test
    void withoutAnyLibraryZlibAndGzipAreRead() throws Exception {
        for (RecordFormat format : RecordFormat.values()) {
            Message plain = Packer.pack(format, "1", "2");
            for (Message each :
                    List.of(plain, Packer.compressed(plain, "zlib"), Packer.compressed(plain, "gzip-rfc1952"))) {
                assertThat(readWithout(ALL, each)).hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bzip2, org.apache.commons.compress., org.apache.commons:commons-compress",
        "xz, org.tukaani.xz., org.tukaani:xz",
        "brotli, com.aayushatharva.brotli4j., com.aayushatharva.brotli4j:brotli4j",
        "zstd, com.github.luben.zstd., com.github.luben:zstd-jni",
        "lz4, net.jpountz., at.yawk.lz4:lz4-java",
    })
    void theErrorNamesTheArtifactToAdd(String compression, String hidden, String artifact) throws Exception {
        Message message = Packer.compressed(Packer.pack(RecordFormat.JSON_ARRAY, "1"), compression);
        assertThatThrownBy(() -> readWithout(List.of(hidden), message))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("compression \"" + compression + "\"")
                .hasMessageContaining("add the Maven artifact " + artifact);
    }

    private static List<?> readWithout(List<String> hidden, Message message) throws Exception {
        Class<?> type = new HidingLoader("dev.ringpost.", hidden).loadClass(RecordReader.class.getName());
        Object reader = type.getConstructor().newInstance();
        try {
            return (List<?>) type.getMethod("read", String.class, String.class, Map.class, byte[].class)
                    .invoke(
                            reader,
                            message.contentType(),
                            message.contentEncoding(),
                            message.headers(),
                            message.body().bytes());
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }
}
