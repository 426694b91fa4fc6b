package dev.ringpost.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RawSerializerTest {

    private final RawSerializer raw = new RawSerializer();

    @Test
    void bytesGoAsTheyAre() throws IOException {
        byte[] bytes = {(byte) 0xFF, 0};
        assertThat(Bodies.bytes(raw, bytes)).isEqualTo(bytes);
        assertThat(raw.contentType()).isEqualTo("application/data");
        assertThat(raw.contentEncoding(bytes)).isEqualTo("binary");
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}, 1, 2).asReadOnlyBuffer();
        assertThat(Bodies.bytes(raw, buffer)).containsExactly(2, 3);
        assertThat(buffer.remaining()).as("the caller's buffer is as it was").isEqualTo(2);
        assertThat(raw.contentEncoding(buffer)).isEqualTo("binary");
        assertThat(Bodies.bytes(raw, new byte[0])).isEmpty();
    }

    @Test
    void textIsUtf8AndSaysSo() throws IOException {
        assertThat(Bodies.bytes(raw, "hé")).containsExactly(0x68, 0xC3, 0xA9);
        assertThat(raw.contentEncoding("hé")).isEqualTo("utf-8");
        assertThat(Bodies.text(raw, "😀😀")).isEqualTo("😀😀");
        assertThat(Bodies.bytes(raw, "")).isEmpty();
    }

    @Test
    void allElseIsRefused() {
        assertThatThrownBy(() -> Bodies.bytes(raw, Map.of("a", 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("byte[], ByteBuffer and String")
                .hasMessageContaining("use json");
        assertThatThrownBy(() -> Bodies.bytes(raw, null)).hasMessageContaining("this is null");
        for (String half :
                new String[] {"a\ud800b", "ab\ud83d", "\ude00\ud83d", "\ud83d\ud83d\ude00", "\ud83d\ude00\ude00"}) {
            assertThatThrownBy(() -> Bodies.bytes(raw, half)).hasMessageContaining("half a surrogate pair");
        }
    }
}
