package dev.ringpost.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.Batching;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.RecordFormat;
import dev.ringpost.lane.LaneBench;
import dev.ringpost.serialization.SerializerRegistry;
import dev.ringpost.testing.CleanEngine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records and settings that cannot be: refused at the call, and what else there is goes on. */
@CleanEngine
class RecordCheckTest {

    private final LaneBench bench = new LaneBench();

    private Producer producer(RecordFormat format) {
        return bench.producer(PublishOptions.builder()
                .routingKey("a")
                .batching(Batching.of(10, 100).format(format))
                .build());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void refused(Producer producer, byte[] body, String... words) {
        assertThatThrownBy(() -> producer.tryPublish(body, 0, body.length, 1))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContainingAll(words);
        assertThatThrownBy(() -> producer.tryPublish(ByteBuffer.wrap(body), 1))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContainingAll(words);
        ByteBuffer direct = ByteBuffer.allocateDirect(body.length).put(body).flip();
        assertThatThrownBy(() -> producer.tryPublish(direct, 1))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContainingAll(words);
        assertThatThrownBy(() -> producer.tryPublish(body, PublishOptions.none(), (outcome, detail) -> {}))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContainingAll(words);
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyRecordAndOneOverTheLimitAreRefused(RecordFormat format) {
        Producer producer = producer(format);
        refused(producer, new byte[0], "empty record", format.formatName(), "routing key \"a\"");
        refused(producer, bytes("1".repeat(100)), "100 bytes", "100 (maxBytes of batching)");
        byte[] fits = bytes("1".repeat(100 - format.overheadBytes(false) - format.emptyBytes()));
        assertThat(producer.tryPublish(fits, 0, fits.length, 7)).isEqualTo(Offer.ACCEPTED);
        bench.confirmAll();
        assertThat(bench.outcomes().of(7)).as("the others go on").isEqualTo(Outcome.CONFIRMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{\"a\":1",
                "{\"a\":1}}",
                "1 2",
                "1,2",
                " ",
                "[1",
                "NaN",
                "'a'",
                "\uFEFF1",
                "{a:1}",
                "// 1",
                "\"\u0001\"",
                "01"
            })
    void whatIsNotOneJsonValueIsNoElementOfAnArray(String text) {
        refused(producer(RecordFormat.JSON_ARRAY), bytes(text), "the record ", "JSON", "routing key \"a\"");
    }

    @Test
    void otherEncodingsOfJsonAreRefused() {
        refused(
                producer(RecordFormat.JSON_ARRAY),
                "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE),
                "not JSON in UTF-8");
        for (RecordFormat format : new RecordFormat[] {RecordFormat.JSON_ARRAY, RecordFormat.NDJSON}) {
            refused(producer(format), "\"ä\"".getBytes(StandardCharsets.ISO_8859_1), "not UTF-8");
            refused(producer(format), HexFormat.of().parseHex("22eda08022"), "not UTF-8"); // a surrogate
            refused(producer(format), HexFormat.of().parseHex("22c08022"), "not UTF-8"); // overlong
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":[1,2,{}]}", "[]", "\"text\"", "null", "-1.5e3", " true ", "\"\u00e4\ud83d\ude00\""})
    void anyJsonValueIs(String text) {
        byte[] body = bytes(text);
        assertThat(producer(RecordFormat.JSON_ARRAY).tryPublish(body, 0, body.length, 1))
                .isEqualTo(Offer.ACCEPTED);
        bench.confirmAll();
    }

    @Test
    void longNumbersAndNamesAreJsonToo() {
        Producer producer = bench.producer(PublishOptions.builder()
                .batching(Batching.of(10, 1 << 18).format("json-array"))
                .build());
        byte[] body = bytes("{\"" + "n".repeat(60_000) + "\":" + "1".repeat(2_000) + "}");
        assertThat(producer.tryPublish(body, 0, body.length, 1)).isEqualTo(Offer.ACCEPTED);
        bench.confirmAll();
    }

    @Test
    void whatIsNestedTooDeepForOthersIsRefused() {
        Producer producer = bench.producer(PublishOptions.builder()
                .batching(Batching.of(10, 10_000).format("json-array"))
                .build());
        byte[] deep = bytes("[".repeat(201) + "]".repeat(201));
        assertThatThrownBy(() -> producer.tryPublish(deep, 0, deep.length, 1)).hasMessageContaining("nesting");
        byte[] fits = bytes("[".repeat(200) + "]".repeat(200));
        assertThat(producer.tryPublish(fits, 0, fits.length, 1)).isEqualTo(Offer.ACCEPTED);
        bench.confirmAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1\n2", "1\n", "1\r"})
    void aLineBreakIsNotPartOfALine(String text) {
        refused(producer(RecordFormat.NDJSON), bytes(text), "line break");
    }

    @Test
    void objectsForAnArrayNeedASerializerOfJson() {
        Producer producer = producer(RecordFormat.JSON_ARRAY);
        PublishOptions yaml = PublishOptions.builder()
                .serializer(SerializerRegistry.standard().require("yaml"))
                .build();
        assertThatThrownBy(() -> producer.tryPublish(Map.of("a", 1), yaml, (outcome, detail) -> {}))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContainingAll("json-array", "\"yaml\"");
        assertThat(producer.tryPublish(Map.of("a", 1), PublishOptions.none(), (outcome, detail) -> {}))
                .isEqualTo(Offer.ACCEPTED);
        bench.confirmAll();
    }

    @Test
    void settingsOutOfRangeAreRefusedWhereTheyAreMade() {
        assertThatThrownBy(() -> Batching.of(0, 100)).hasMessageContaining("maxRecords 0 is not in 1..65536");
        assertThatThrownBy(() -> Batching.of(65_537, 100)).hasMessageContaining("maxRecords 65537");
        assertThatThrownBy(() -> Batching.of(1, 0)).hasMessageContaining("maxBytes 0");
        assertThatThrownBy(() -> Batching.of(1, 1).linger(Duration.ofMillis(-1)))
                .hasMessageContaining("negative");
        assertThatThrownBy(() -> Batching.of(1, 1).format("xml"))
                .hasMessageContainingAll("\"xml\"", "spring, json-array, ndjson, length-prefixed");
    }

    @Test
    void settingsThatTheEngineCannotKeepAreRefusedByTheProducer() {
        refusedBatching(Batching.of(16_321, 100), "maxRecords 16321", "16320 (ringSize less 64)");
        int tooMany = BenchProducers.MAX_MESSAGE_BYTES + 1;
        refusedBatching(Batching.of(10, tooMany), "maxBytes " + tooMany, "(maxMessageBytes)");
        refusedBatching(Batching.of(10, 100).linger(Duration.ofMinutes(2)), "linger PT2M", "deliveryTimeout");
        PublishOptions ids = PublishOptions.builder()
                .batching(Batching.of(10, 100).format("spring"))
                .numberedMessageId()
                .build();
        assertThatThrownBy(() -> bench.producer(ids))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContainingAll("spring", "message ids");
    }

    private void refusedBatching(Batching batching, String... words) {
        assertThatThrownBy(() -> bench.producer(
                        PublishOptions.builder().batching(batching).build()))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContainingAll(words);
    }
}
