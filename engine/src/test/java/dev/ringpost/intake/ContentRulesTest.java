package dev.ringpost.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.InvalidMessageException;
import dev.ringpost.Offer;
import dev.ringpost.PublishOptions;
import dev.ringpost.SerializeOn;
import dev.ringpost.lane.LaneBench;
import dev.ringpost.ring.Slot;
import dev.ringpost.serialization.JsonSerializer;
import dev.ringpost.wire.RouteTemplate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a body becomes bytes and what its content properties say: Kombu's rules. */
class ContentRulesTest {

    private static final PublishOptions NONE = PublishOptions.none();
    private static final PublishOptions JSON =
            PublishOptions.builder().serializer(new JsonSerializer()).build();

    private final LaneBench bench = new LaneBench();

    /** What lies in the slot after publishing: text, content type, content encoding. */
    private String published(@Nullable Object body, PublishOptions defaults, PublishOptions options) {
        Offer offer = bench.producer(defaults).tryPublish(body, options, (outcome, detail) -> {});
        assertThat(offer).isEqualTo(Offer.ACCEPTED);
        Slot slot = bench.ring().get(bench.ring().cursor());
        String text = new String(slot.body(), slot.bodyOffset(), slot.bodyBytes, StandardCharsets.ISO_8859_1);
        RouteTemplate route = (RouteTemplate) Objects.requireNonNull(slot.head);
        return text + " | " + route.contentType() + " | " + route.contentEncoding();
    }

    private String published(@Nullable Object body, PublishOptions options) {
        String asOption = published(body, NONE, options);
        assertThat(published(body, options, NONE))
                .as("as the producer's default")
                .isEqualTo(asOption);
        return asOption;
    }

    @Test
    void withoutOptionsTheBodyDecides() {
        assertThat(published(new byte[] {'a'}, NONE)).isEqualTo("a | application/data | binary");
        assertThat(published(ByteBuffer.wrap(new byte[] {'x', 'b'}, 1, 1), NONE))
                .isEqualTo("b | application/data | binary");
        assertThat(published("é", NONE)).isEqualTo("Ã© | text/plain | utf-8");
        assertThat(published(Map.of("a", 1), NONE)).isEqualTo("{\"a\":1} | application/json | utf-8");
        assertThat(published(5, NONE)).isEqualTo("5 | application/json | utf-8");
        assertThat(published(null, NONE)).isEqualTo("null | application/json | utf-8");
    }

    @Test
    void aSerializerThatIsSetIsUsedForStringsAndBytesToo() {
        assertThat(published("text", JSON)).isEqualTo("\"text\" | application/json | utf-8");
        assertThat(published(new byte[] {'h', 'i'}, JSON))
                .isEqualTo("{\"__type__\":\"bytes\",\"__value__\":\"hi\"} | application/json | utf-8");
    }

    @Test
    void aContentTypeMeansEncodedAlready() {
        PublishOptions csv = PublishOptions.builder().contentType("text/csv").build();
        assertThat(published("a;b", csv)).isEqualTo("a;b | text/csv | utf-8");
        assertThat(published(new byte[] {'a'}, csv)).isEqualTo("a | text/csv | binary");
        PublishOptions latin = PublishOptions.builder()
                .contentType("text/csv")
                .contentEncoding("iso-8859-1")
                .build();
        assertThat(published("é", latin)).isEqualTo("é | text/csv | iso-8859-1");
        assertThat(published("a", JSON, csv)).as("also over a serializer").isEqualTo("a | text/csv | utf-8");
        assertThatThrownBy(() -> published(Map.of(), csv))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("encoded already");
        PublishOptions binary = csv.toBuilder().contentEncoding("binary").build();
        assertThat(published(new byte[] {'a'}, binary)).isEqualTo("a | text/csv | binary");
        assertThatThrownBy(() -> published("text", binary)).isInstanceOf(InvalidMessageException.class);
    }

    @Test
    void aContentEncodingAloneMeansNothing() {
        PublishOptions encoding =
                PublishOptions.builder().contentEncoding("latin-1").build();
        assertThat(published("a", encoding)).isEqualTo("a | text/plain | utf-8");
    }

    @Test
    void oneOptionsObjectServesBodiesOfDifferentKinds() {
        PublishOptions options = PublishOptions.builder().routingKey("k").build();
        for (int i = 0; i < 3; i++) {
            assertThat(published(new byte[] {'a'}, NONE, options)).endsWith("application/data | binary");
            assertThat(published("a", NONE, options)).endsWith("text/plain | utf-8");
            assertThat(published(1, NONE, options)).endsWith("application/json | utf-8");
        }
    }

    @Test
    void whatWasPublishedMayBeChangedAtOnce() {
        Map<String, Integer> object = new HashMap<>(Map.of("a", 1));
        byte[] bytes = {'a', 'b'};
        String first = published(
                object,
                NONE,
                PublishOptions.builder().serializeOn(SerializeOn.CALLER).build());
        Slot objectSlot = bench.ring().get(bench.ring().cursor());
        published(bytes, NONE, NONE);
        Slot bytesSlot = bench.ring().get(bench.ring().cursor());
        object.put("a", 2);
        bytes[0] = 'X';
        published("the thread's buffer is used again", NONE, NONE);
        published(Map.of("other", 3), NONE, NONE);
        assertThat(first).startsWith("{\"a\":1}");
        assertThat(new String(objectSlot.body(), objectSlot.bodyOffset(), objectSlot.bodyBytes, StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":1}");
        assertThat(new String(bytesSlot.body(), bytesSlot.bodyOffset(), bytesSlot.bodyBytes, StandardCharsets.UTF_8))
                .isEqualTo("ab");
    }
}
