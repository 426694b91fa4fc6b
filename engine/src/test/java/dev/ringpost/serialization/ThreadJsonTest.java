package dev.ringpost.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A thread's generator and provider are used again and again: no message may tell from its body. */
class ThreadJsonTest {

    private final JsonSerializer json = JsonSerializer.plain();

    record Point(int x, double y) {}

    record Name(String name, @Nullable Point at) {}

    @JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class)
    static final class Node {
        public String name = "n";
        public @Nullable Node next;
    }

    /** Counts in the attributes of a call, which end with it. */
    @JsonSerialize(using = CountingSerializer.class)
    record Counted() {}

    static final class CountingSerializer extends StdSerializer<Counted> {
        private static final long serialVersionUID = 1L;

        CountingSerializer() {
            super(Counted.class);
        }

        @Override
        public void serialize(Counted value, JsonGenerator out, SerializerProvider provider) throws IOException {
            int count = provider.getAttribute("count") instanceof Integer before ? before + 1 : 1;
            provider.setAttribute("count", count);
            out.writeNumber(count);
        }
    }

    @JsonSerialize(using = UnfinishedSerializer.class)
    record Unfinished() {}

    static final class UnfinishedSerializer extends StdSerializer<Unfinished> {
        private static final long serialVersionUID = 1L;

        UnfinishedSerializer() {
            super(Unfinished.class);
        }

        @Override
        public void serialize(Unfinished value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeStartArray();
            out.writeString("open");
        }
    }

    /** Does to its generator what Jackson puts up with. */
    @JsonSerialize(using = MeddlingSerializer.class)
    enum Meddling {
        CLOSES,
        SETS_FEATURES,
        ESCAPES,
        TWO_ROOTS
    }

    static final class MeddlingSerializer extends StdSerializer<Meddling> {
        private static final long serialVersionUID = 1L;

        MeddlingSerializer() {
            super(Meddling.class);
        }

        @Override
        public void serialize(Meddling value, JsonGenerator out, SerializerProvider provider) throws IOException {
            switch (value) {
                case CLOSES -> {
                    out.writeString("closed");
                    out.close();
                }
                case SETS_FEATURES -> {
                    out.enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
                    out.disable(JsonWriteFeature.QUOTE_FIELD_NAMES.mappedFeature());
                    out.writeString("\u00e9");
                }
                case ESCAPES -> {
                    out.setHighestNonEscapedChar(127);
                    out.writeString("\u00e9");
                }
                case TWO_ROOTS -> {
                    out.writeNumber(1);
                    out.writeNumber(2);
                }
            }
        }
    }

    static final class ThrowsHalfway {
        public String getA() {
            return "a";
        }

        public String getB() {
            if (!getA().isEmpty()) {
                throw new IllegalStateException("scripted");
            }
            return "b";
        }
    }

    static final class Resource implements Closeable {
        private boolean closed;

        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void anySequenceIsWrittenAsByJacksonItself() {
        Node node = new Node();
        node.next = node;
        List<Object> values = List.of(
                new Point(1, 2.5),
                new Name("é", new Point(3, 4)),
                new Name("none", null),
                "text",
                17,
                List.of(node, node),
                node,
                new Counted(),
                List.of(new Counted(), new Counted()),
                new Unfinished(),
                Meddling.CLOSES,
                Meddling.SETS_FEATURES,
                Meddling.ESCAPES,
                Meddling.TWO_ROOTS,
                new ThrowsHalfway(),
                List.of(1, new ThrowsHalfway()),
                Map.of("k", List.of(new Point(0, 0))),
                "x".repeat(9_000),
                List.of("y".repeat(70_000)));
        List<String> expected =
                values.stream().map(ThreadJsonTest::writtenByJackson).toList();
        assertThat(expected).contains("1 2", "{\"x\":1,\"y\":2.5}", "failed");
        SplittableRandom random = new SplittableRandom(20261123);
        for (int i = 0; i < 3_000; i++) {
            int index = random.nextInt(values.size());
            assertThat(written(json, values.get(index)))
                    .as("message %d: %s", i, values.get(index))
                    .isEqualTo(expected.get(index));
        }
    }

    private static String writtenByJackson(Object value) {
        try {
            return new String(JacksonSetup.copyOf(null).writeValueAsBytes(value), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "failed";
        }
    }

    private static String written(JsonSerializer with, Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            with.serialize(value, out);
        } catch (IOException e) {
            return "failed";
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aBodyThatItsTargetRefusesLeavesNothingToTheNext() throws IOException {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("full");
            }
        };
        assertThat(Bodies.text(json, new Point(1, 2))).isEqualTo("{\"x\":1,\"y\":2.0}");
        assertThatThrownBy(() -> json.serialize(new Point(3, 4), full)).hasMessage("full");
        assertThat(Bodies.text(json, new Point(5, 6))).isEqualTo("{\"x\":5,\"y\":6.0}");
    }

    @Test
    void aSerializerMayBeUsedWithinItself() throws IOException {
        List<JsonSerializer> itself = new ArrayList<>();
        JsonSerializer nesting = JsonSerializer.builder()
                .dialect(JsonDialect.PLAIN)
                .type(Point.class, null, point -> written(itself.get(0), List.of(point.x())))
                .build();
        itself.add(nesting);
        for (int i = 0; i < 3; i++) {
            assertThat(Bodies.text(nesting, List.of(new Point(i, 0), "z"))).isEqualTo("[\"[" + i + "]\",\"z\"]");
        }
    }

    @Test
    void prettyPrintedMessagesBeginAlike() throws IOException {
        JsonSerializer pretty = JsonSerializer.builder()
                .dialect(JsonDialect.PLAIN)
                .mapper(new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .setDefaultPrettyPrinter(new DefaultPrettyPrinter()))
                .build();
        String first = Bodies.text(pretty, new Point(1, 2));
        assertThat(first).startsWith("{").contains("\"x\" : 1");
        assertThat(Bodies.text(pretty, new Point(1, 2))).isEqualTo(first);
    }

    @Test
    void aCloseableIsClosedWhereTheMapperSaysSo() throws IOException {
        JsonSerializer closing = new JsonSerializer(new ObjectMapper().enable(SerializationFeature.CLOSE_CLOSEABLE));
        Resource resource = new Resource();
        assertThat(Bodies.text(closing, resource)).isEqualTo("{\"open\":true}");
        assertThat(resource.isOpen()).isFalse();
        Resource kept = new Resource();
        assertThat(Bodies.text(json, kept)).isEqualTo("{\"open\":true}");
        assertThat(kept.isOpen()).isTrue();
    }
}
