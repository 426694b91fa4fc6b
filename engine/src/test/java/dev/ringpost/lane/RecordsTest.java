package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Batching;
import dev.ringpost.Offer;
import dev.ringpost.Ordering;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.Queue;
import dev.ringpost.RecordFormat;
import dev.ringpost.intake.BenchProducers;
import dev.ringpost.testing.CleanEngine;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which records share an AMQP message, in what order, and when it is sent. */
@CleanEngine
class RecordsTest {

    private static final Batching FOUR = Batching.of(4, 1_000);
    private static final int OVERHEAD_BYTES = Integer.BYTES;

    private final LaneBench bench = new LaneBench();

    private static PublishOptions.Builder to(String routingKey) {
        return PublishOptions.builder().routingKey(routingKey);
    }

    private Producer records(String routingKey, Batching batching) {
        return bench.producer(to(routingKey).batching(batching).build());
    }

    private void publish(Producer through, String... texts) {
        for (String text : texts) {
            bench.publish(through, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void publish(String text, Producer through, PublishOptions options) {
        assertThat(through.tryPublish(text.getBytes(StandardCharsets.UTF_8), options, (outcome, detail) -> {}))
                .isEqualTo(Offer.ACCEPTED);
    }

    private static List<String> messages(ScriptedLink link) {
        return link.channel().sent().stream()
                .map(sent -> String.join("+", sent.texts()))
                .toList();
    }

    @Test
    void whatWaitsForOnePlaceGoesTogether() {
        ScriptedLink link = bench.connect();
        publish(records("a", FOUR), "1", "2", "3");
        bench.run();
        assertThat(messages(link)).containsExactly("1+2+3");
        link.ack(1);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(3);
        assertThat(bench.metrics().sent().get()).isEqualTo(3);
        assertThat(bench.metrics().amqpMessages().get()).isEqualTo(1);
        bench.assertEmpty();
    }

    @Test
    void aLoneRecordDoesNotWaitAndHasTheFormatToo() {
        ScriptedLink link = bench.connect();
        publish(records("a", FOUR), "1");
        bench.lane().doWork(bench.clock().nanoTime());
        assertThat(messages(link)).containsExactly("1");
        assertThat(link.channel().sent().get(0).body()).hasSize(OVERHEAD_BYTES + 1);
        link.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void aFullMessageIsFollowedByAnother() {
        ScriptedLink link = bench.connect();
        publish(records("a", FOUR), "1", "2", "3", "4", "5");
        bench.run();
        assertThat(messages(link)).containsExactly("1+2+3+4", "5");
    }

    @Test
    void bytesAreBoundedWithWhatTheFormatAdds() {
        ScriptedLink link = bench.connect();
        publish(records("a", Batching.of(100, 3 * (OVERHEAD_BYTES + 2))), "11", "22", "33", "44");
        bench.run();
        assertThat(messages(link)).containsExactly("11+22+33", "44");
    }

    @Test
    void interleavedPlacesArePackedSideBySide() {
        ScriptedLink link = bench.connect();
        Producer a = records("a", FOUR);
        Producer b = records("b", FOUR);
        for (int i = 1; i <= 3; i++) {
            publish(a, "a" + i);
            publish(b, "b" + i);
        }
        bench.run();
        assertThat(messages(link)).containsExactlyInAnyOrder("a1+a2+a3", "b1+b2+b3");
    }

    @Test
    void recordsOfOtherPropertiesAreNotMerged() {
        ScriptedLink link = bench.connect();
        Producer plain = records("a", FOUR);
        Producer typed = bench.producer(to("a").batching(FOUR).type("tick").build());
        publish(plain, "1", "2");
        publish(typed, "3");
        publish(plain, "4");
        bench.run();
        assertThat(messages(link)).containsExactly("1+2", "3", "4");
    }

    @Test
    void equalPropertiesOfDifferentOptionsShareAMessage() {
        ScriptedLink link = bench.connect();
        Producer producer = records("a", FOUR);
        publish("1", producer, PublishOptions.builder().headers(Map.of("n", 7)).build());
        publish("2", producer, PublishOptions.builder().headers(Map.of("n", 7)).build());
        publish("3", producer, PublishOptions.builder().headers(Map.of("n", 8)).build());
        bench.run();
        assertThat(messages(link)).containsExactly("1+2", "3");
    }

    @Test
    void aMessageThatIsNoRecordComesBehindTheRecordsBeforeIt() {
        ScriptedLink link = bench.connect();
        publish(records("a", FOUR), "1", "2");
        publish(bench.producer(to("a").build()), "3");
        publish(records("a", FOUR), "4");
        publish(bench.producer(to("b").build()), "elsewhere");
        bench.run();
        assertThat(messages(link)).containsExactly("1+2", "3", "elsewhere", "4");
    }

    @Test
    void anOrderingKeyOverSeveralPlacesKeepsItsOrder() {
        ScriptedLink link = bench.connect();
        Producer a = bench.producer(to("a").batching(FOUR).orderingKey("k").build());
        Producer b = bench.producer(to("b").batching(FOUR).orderingKey("k").build());
        Producer other =
                bench.producer(to("b").batching(FOUR).orderingKey("free").build());
        publish(a, "1", "2");
        publish(b, "3");
        publish(other, "x");
        publish(a, "4");
        bench.run();
        assertThat(messages(link)).containsExactly("1+2", "3+x", "4");
    }

    @Test
    void differentOrderingKeysOfOnePlaceShareAMessage() {
        ScriptedLink link = bench.connect();
        Producer producer = records("a", Batching.of(100, 10_000));
        for (int i = 0; i < 50; i++) {
            publish(
                    String.valueOf(i),
                    producer,
                    PublishOptions.builder().orderingKey("key" + i).build());
        }
        bench.run();
        assertThat(messages(link)).hasSize(1);
        assertThat(link.channel().sent().get(0).texts()).hasSize(50);
    }

    @Test
    void aStrictRecordIsAMessageOfItsOwn() {
        ScriptedLink link = bench.connect();
        Producer producer = records("a", FOUR);
        publish("1", producer, PublishOptions.none());
        publish(
                "strict",
                producer,
                PublishOptions.builder().ordering(Ordering.STRICT).build());
        publish("2", producer, PublishOptions.none());
        bench.run();
        assertThat(messages(link)).containsExactly("1", "strict", "2");
    }

    @Test
    void repliesToAQueueOfTheBrokersNameComeWithTheRecords() throws Exception {
        ScriptedLink link = bench.connect();
        Producer producer = bench.producer(to("a").batching(FOUR)
                .compression("zlib")
                .numberedMessageId()
                .replyTo(Queue.serverNamed().build())
                .build());
        publish(producer, "1", "2");
        bench.run();
        ScriptedChannel.Sent sent = link.channel().sent().get(0);
        assertThat(link.channel().sent()).hasSize(1);
        assertThat(sent.route().spec().replyTo()).isNotNull();
        assertThat(sent.route().spec().headers()).containsKeys("ringpost-records", "ringpost-producer", "compression");
        byte[] plain = new InflaterInputStream(new ByteArrayInputStream(sent.body())).readAllBytes();
        assertThat(plain).hasSize(2 * (Integer.BYTES + Long.BYTES + 1));
    }

    @Test
    void strictOrderSendsOneRecordAtATime() {
        ScriptedLink link = bench.connect();
        Producer producer =
                bench.producer(to("a").batching(FOUR).ordering(Ordering.STRICT).build());
        publish(producer, "1", "2");
        bench.run();
        assertThat(messages(link)).containsExactly("1");
        link.ack(1);
        bench.run();
        assertThat(messages(link)).containsExactly("1", "2");
    }

    @Test
    void aLingeringRecordWaitsForOthersAndNoLonger() {
        ScriptedLink link = bench.connect();
        Producer producer = records("a", FOUR.linger(Duration.ofMillis(10)));
        publish(producer, "1");
        bench.run();
        bench.advanceMs(9);
        publish(producer, "2");
        bench.run();
        assertThat(messages(link)).isEmpty();
        bench.advanceMs(1);
        bench.run();
        assertThat(messages(link)).containsExactly("1+2");
    }

    @Test
    void whatWaitedElsewhereLingersNoMore() {
        Producer producer = records("a", FOUR.linger(Duration.ofMillis(400)));
        publish(producer, "1");
        bench.run();
        bench.advanceMs(500); // without a connection
        ScriptedLink link = bench.connect();
        bench.run();
        assertThat(messages(link)).containsExactly("1");
    }

    @Test
    void whatWasSentBeforeLingersNoMore() {
        ScriptedLink first = bench.connect();
        Producer producer = records("a", FOUR.linger(Duration.ofMillis(10)));
        publish(producer, "1", "2");
        bench.run();
        bench.advanceMs(10);
        bench.run();
        assertThat(messages(first)).containsExactly("1+2");
        first.lose();
        bench.run();
        ScriptedLink second = bench.connect();
        bench.run();
        assertThat(messages(second)).containsExactly("1+2");
    }

    @Test
    void aFullMessageDoesNotLinger() {
        ScriptedLink link = bench.connect();
        publish(records("a", FOUR.linger(Duration.ofMillis(10))), "1", "2", "3", "4", "5");
        bench.run();
        assertThat(messages(link)).containsExactly("1+2+3+4");
    }

    @Test
    void aFlushEndsTheLingerOfWhatWasAcceptedBefore() {
        ScriptedLink link = bench.connect();
        Producer producer = records("a", FOUR.linger(Duration.ofMillis(10)));
        publish(producer, "1", "2");
        bench.run();
        bench.lane().requestHurry(bench.ring().cursor());
        bench.run();
        assertThat(messages(link)).containsExactly("1+2");
        link.ack(1);
        bench.run();
        publish(producer, "3");
        bench.run();
        assertThat(messages(link)).as("later ones linger").hasSize(1);
        bench.inlet().close(null);
        bench.lane().requestDrain(bench.ring().cursor());
        bench.run();
        assertThat(messages(link)).as("but not over the end").containsExactly("1+2", "3");
    }

    @Test
    void nothingLingersWhereTheRingHasNoRoomForMore() {
        ScriptedLink link = bench.connect();
        Producer producer =
                records("a", Batching.of(LaneBench.RING_SIZE, 10_000).linger(Duration.ofMillis(10)));
        for (int i = 0; i < LaneBench.WINDOW; i++) {
            publish(producer, "x");
        }
        bench.run();
        assertThat(messages(link)).hasSize(1);
    }

    @Test
    void nothingLingersWhereTheWindowAfterALossHasNoRoomForMore() {
        bench.connect().lose();
        bench.run();
        ScriptedLink link = bench.connect(); // which takes 64 messages at first
        Producer producer =
                records("a", Batching.of(LaneBench.RING_SIZE, 10_000).linger(Duration.ofMillis(10)));
        for (int i = 0; i < LaneBench.WINDOW; i++) {
            publish(producer, "x");
        }
        bench.run();
        assertThat(messages(link)).isNotEmpty();
    }

    @Test
    void nothingLingersWhereMemoryForMoreIsMissing() {
        ScriptedLink link = bench.connect();
        Producer producer = records("a", Batching.of(100, 1 << 20).linger(Duration.ofMillis(10)));
        byte[] large = new byte[10_000];
        for (int i = 0; i < LaneBench.WINDOW && !bench.budget().isExhausted(); i++) {
            producer.tryPublish(large, 0, large.length, bench.nextId());
        }
        bench.run();
        assertThat(bench.budget().isExhausted()).isTrue();
        assertThat(messages(link)).isNotEmpty();
        link.ackAll();
        bench.run();
    }

    @Test
    void whileTheBrokerIsBehindRecordsWaitForOthersAWhile() {
        ScriptedLink link = bench.connect();
        Producer producer = records("a", FOUR);
        for (int i = 0; i < LaneBench.RING_SIZE / 4; i++) {
            publish(producer, "x");
            bench.run();
        }
        assertThat(messages(link)).as("each alone until then").hasSize(LaneBench.RING_SIZE / 4);
        publish(producer, "1");
        bench.run();
        publish(producer, "2");
        bench.run();
        assertThat(messages(link)).hasSize(LaneBench.RING_SIZE / 4);
        link.ackAll();
        bench.run();
        assertThat(messages(link)).last().isEqualTo("1+2");
        assertThat(messages(link)).hasSize(LaneBench.RING_SIZE / 4 + 1);
    }

    @Test
    void aBrokerThatStaysBehindGetsThemAllTheSame() {
        ScriptedLink link = bench.connect();
        Producer producer = records("a", FOUR);
        for (int i = 0; i < LaneBench.RING_SIZE / 4; i++) {
            publish(producer, "x");
            bench.run();
        }
        publish(producer, "1");
        bench.run();
        bench.advanceMs(5);
        bench.run();
        assertThat(messages(link)).last().isEqualTo("1");
    }

    @Test
    void messageIdsAreEachRecordsOwn() {
        ScriptedLink link = bench.connect();
        Producer producer =
                bench.producer(to("a").batching(FOUR).numberedMessageId().build());
        publish(producer, "1", "2");
        bench.run();
        byte[] body = link.channel().sent().get(0).body();
        ByteBuffer records = ByteBuffer.wrap(body);
        assertThat(records.getInt()).isEqualTo(1);
        long first = records.getLong();
        assertThat(records.get()).isEqualTo((byte) '1');
        assertThat(records.getInt()).isEqualTo(1);
        assertThat(records.getLong()).isEqualTo(first + 1);
        assertThat(link.channel().sent().get(0).route().spec().headers())
                .containsEntry(RecordFormat.PRODUCER_HEADER, BenchProducers.PRODUCER_ID);
    }

    @Test
    void headersOfAConsumedMessageDoNotSayHowToReadThisOne() {
        ScriptedLink link = bench.connect();
        Map<String, Object> consumed = Map.of(
                "ringpost-records",
                "ndjson",
                "ringpost-producer",
                "other",
                "springBatchFormat",
                "lengthHeader4",
                "springAutoDecompress",
                true,
                "compression",
                "application/zstd",
                "own",
                "kept");
        publish(bench.producer(to("a").batching(FOUR).headers(consumed).build()), "1");
        bench.run();
        assertThat(link.channel().sent().get(0).route().spec().headers())
                .isEqualTo(Map.of("ringpost-records", "length-prefixed", "own", "kept"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json-array", "ndjson"})
    void textsOfJsonFormatsAreInUtf8WhateverTheirOptionsSay(String format) {
        ScriptedLink link = bench.connect();
        Producer producer = records("a", FOUR.format(format));
        PublishOptions latin = PublishOptions.builder()
                .contentType("text/plain")
                .contentEncoding("iso-8859-1")
                .build();
        assertThat(producer.tryPublish("\"\u00e4\"", latin, (outcome, detail) -> {}))
                .isEqualTo(Offer.ACCEPTED);
        bench.run();
        ScriptedChannel.Sent sent = link.channel().sent().get(0);
        assertThat(sent.text()).contains("\"\u00e4\"");
        assertThat(sent.route().contentEncoding()).isEqualTo("utf-8");
    }

    @ParameterizedTest
    @CsvSource({
        "spring, 0000000131000000023232",
        "length-prefixed, 0000000131000000023232",
        "json-array, 5b312c32325d",
        "ndjson, 310a32320a"
    })
    void eachFormatIsWhatItSays(String format, String hex) {
        ScriptedLink link = bench.connect();
        publish(records("a", FOUR.format(format)), "1", "22");
        bench.run();
        assertThat(link.channel().sent().get(0).body()).isEqualTo(HexFormat.of().parseHex(hex));
    }
}
