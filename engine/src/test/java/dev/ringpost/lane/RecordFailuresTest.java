package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Batching;
import dev.ringpost.EngineSettings;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.RetryPolicy;
import dev.ringpost.SerializeOn;
import dev.ringpost.compression.Compressor;
import dev.ringpost.compression.Compressors;
import dev.ringpost.testing.CleanEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What goes wrong with an AMQP message happens to each of its records, and to no other. */
@CleanEngine
class RecordFailuresTest {

    private static final Batching FOUR = Batching.of(4, 100);
    private static final int LINGER_MS = 900;
    private static final int PRECONDITION_FAILED = 406;
    private static final RetryPolicy ONCE = RetryPolicy.builder()
            .intervalStart(Duration.ofMillis(10))
            .intervalMax(Duration.ofMillis(10))
            .maxRetries(1)
            .jitter(0)
            .build();

    private final LaneBench bench = new LaneBench(null, new EngineSettings.Retry(ONCE, LaneBench.RETRY_LIMIT, null));

    private Producer records(Batching batching) {
        return bench.producer(
                PublishOptions.builder().routingKey("a").batching(batching).build());
    }

    private List<Long> publish(Producer through, String... texts) {
        return Arrays.stream(texts)
                .map(text -> bench.publish(through, text.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static List<String> messages(ScriptedLink link) {
        return link.channel().sent().stream()
                .map(sent -> String.join("+", sent.texts()))
                .toList();
    }

    @Test
    void aNackSendsEachRecordAgainAndThenRejectsEach() {
        ScriptedLink link = bench.connect();
        List<Long> ids = publish(records(FOUR), "1", "2");
        bench.run();
        link.nack(1);
        bench.run();
        bench.advanceMs(10);
        bench.run();
        assertThat(messages(link)).containsExactly("1+2", "1+2");
        link.nack(2);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.REJECTED)).isEqualTo(ids);
        assertThat(bench.metrics().retryCount()).isEqualTo(2);
        bench.assertEmpty();
    }

    @Test
    void aReturnGivesBackEachRecordByItself() {
        ScriptedLink link = bench.connect();
        List<String> returned = new ArrayList<>();
        Producer producer = bench.producer(PublishOptions.builder()
                .routingKey("a")
                .batching(FOUR)
                .mandatory(true)
                .onReturn((reason, exchange, key, message) ->
                        returned.add(new String(message.body(), StandardCharsets.UTF_8)))
                .build());
        List<Long> ids = publish(producer, "1", "2");
        bench.run();
        link.giveBack(1);
        link.ack(1);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.RETURNED)).isEqualTo(ids);
        assertThat(returned).containsExactly("1", "2");
        bench.assertEmpty();
    }

    @Test
    void aLostConnectionPacksWhatIsUnsettledAnew() {
        ScriptedLink first = bench.connect();
        Producer producer = records(FOUR);
        publish(producer, "1", "2");
        bench.run();
        publish(producer, "3", "4", "5");
        bench.run();
        first.ack(1);
        bench.run();
        first.lose();
        bench.run();
        publish(producer, "6");
        ScriptedLink second = bench.connect();
        bench.run();
        assertThat(messages(second))
                .as("what was sent before, and then the rest")
                .containsExactly("3+4+5", "6");
        assertThat(bench.metrics().resends().get()).isEqualTo(3);
        second.ackAll();
        bench.run();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(6);
        bench.assertEmpty();
    }

    @Test
    void recordsThatLingerAreSentByTheNextConnection() {
        ScriptedLink first = bench.connect();
        publish(records(FOUR.linger(Duration.ofMillis(50))), "1", "2");
        bench.run();
        first.lose();
        bench.run();
        ScriptedLink second = bench.connect();
        bench.run();
        assertThat(messages(first)).isEmpty();
        assertThat(messages(second)).as("they were never sent, and linger on").isEmpty();
        bench.advanceMs(50);
        bench.run();
        assertThat(messages(second)).containsExactly("1+2");
        assertThat(bench.metrics().resends().get()).isZero();
    }

    @Test
    void recordsThatTimeOutWhileTheyWaitAreNotSent() {
        ScriptedLink link = bench.connect();
        Producer producer = records(FOUR.linger(Duration.ofMillis(LINGER_MS)));
        publish(producer, "old");
        bench.run();
        link.block();
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS - 1);
        bench.run();
        bench.advanceMs(1);
        bench.run();
        assertThat(bench.outcomes().with(Outcome.TIMED_OUT)).hasSize(1);
        while (bench.ring().cursor() < LaneBench.RING_SIZE - 1) {
            bench.publishVoid();
            bench.run();
        }
        publish(producer, "young"); // in the very slot of the old one
        bench.run();
        link.unblock();
        bench.run();
        assertThat(messages(link)).as("with those that have waited long enough").containsExactly("young");
        link.ack(1);
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void oneRefusedRecordOfAMessageIsFoundAndTheOthersGoOn() {
        Producer producer = records(Batching.of(8, 1_000));
        List<Long> ids = publish(producer, "1", "2", "bad", "4", "5", "6", "7", "8");
        for (int round = 0; bench.ring().completed().get() < bench.ring().cursor(); round++) {
            assertThat(round).as("connections").isLessThan(20);
            ScriptedLink link = bench.connect();
            for (int read = 0, steps = 0; link.epoch().loss() == null && steps < 20; steps++) {
                bench.run();
                for (; read < link.channel().sent().size() && link.epoch().loss() == null; read++) {
                    ScriptedChannel.Sent message = link.channel().sent().get(read);
                    if (message.texts().contains("bad")) {
                        link.close(PRECONDITION_FAILED, "PRECONDITION_FAILED - scripted");
                    } else {
                        link.ack(message.tag());
                    }
                }
            }
            link.lose();
            bench.run();
        }
        assertThat(bench.outcomes().with(Outcome.FAILED)).containsExactly(ids.get(2));
        assertThat(bench.outcomes().detailOf(ids.get(2))).contains("scripted");
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(7);
    }

    @Test
    void theBrokersLimitIsLearnedAndMessagesAreSplit() {
        Producer producer = records(Batching.of(8, 1_000));
        ScriptedLink first = bench.connect();
        publish(producer, "1", "2", "3", "4");
        bench.run();
        first.close(PRECONDITION_FAILED, "PRECONDITION_FAILED - message size 20 larger than max size 11");
        bench.run();
        ScriptedLink second = bench.connect();
        for (int i = 0; i < 8; i++) {
            bench.run();
            second.ackAll();
        }
        bench.run();
        publish(producer, "5", "6", "7");
        bench.run();
        assertThat(messages(second))
                .as("by halves until all is cleared, then below the limit")
                .containsExactly("1+2", "3", "4", "5+6", "7");
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(4);
    }

    @Test
    void whatTheEngineSerializesIsCheckedThere() {
        ScriptedLink link = bench.connect();
        Producer producer = records(FOUR);
        PublishOptions lazily = PublishOptions.builder()
                .serializer(new TextSerializer())
                .serializeOn(SerializeOn.ENGINE)
                .build();
        long empty = bench.publishObject("", producer, lazily);
        long tooLong = bench.publishObject("x".repeat(97), producer, lazily);
        long fits = bench.publishObject("x".repeat(96), producer, lazily);
        bench.run();
        link.ackAll();
        bench.run();
        assertThat(bench.outcomes().detailOf(empty)).contains("empty record");
        assertThat(bench.outcomes().detailOf(tooLong)).contains("97 bytes").contains("100 (maxBytes of batching)");
        assertThat(bench.outcomes().of(fits)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.outcomes().with(Outcome.FAILED)).containsExactly(empty, tooLong);
    }

    @Test
    void wholeMessagesAreCompressed() throws Exception {
        ScriptedLink link = bench.connect();
        Producer producer = bench.producer(PublishOptions.builder()
                .routingKey("a")
                .batching(Batching.of(100, 10_000))
                .compression(Compressors.zlib(6))
                .build());
        for (int i = 0; i < 50; i++) {
            publish(producer, "the same text again");
        }
        bench.run();
        ScriptedChannel.Sent sent = link.channel().sent().get(0);
        assertThat(link.channel().sent()).hasSize(1);
        byte[] plain = new InflaterInputStream(new ByteArrayInputStream(sent.body())).readAllBytes();
        assertThat(plain).hasSize(50 * (Integer.BYTES + "the same text again".length()));
        assertThat(sent.route().spec().headers()).containsEntry("compression", "application/x-gzip");
        assertThat(bench.metrics().uncompressedBytes().get()).isEqualTo(plain.length);
        assertThat(bench.metrics().compressedBytes().get()).isEqualTo(sent.body().length);
        link.ackAll();
        bench.run();
    }

    @Test
    void aCompressorThatFailsFailsTheRecordsOfItsMessage() {
        ScriptedLink link = bench.connect();
        Producer broken = bench.producer(PublishOptions.builder()
                .routingKey("broken")
                .batching(FOUR)
                .compression(new Broken())
                .build());
        List<Long> failing = publish(broken, "1", "2");
        publish(records(FOUR), "3", "4");
        bench.run();
        link.ackAll();
        bench.run();
        assertThat(bench.outcomes().with(Outcome.FAILED)).isEqualTo(failing);
        assertThat(bench.outcomes().detailOf(failing.get(0))).contains("out of order");
        assertThat(messages(link)).containsExactly("3+4");
        bench.assertEmpty();
    }

    @Test
    void aSlowCompressorDoesNotKeepTheLaneFromItsOtherWork() {
        ScriptedLink link = bench.connect();
        Compressor zlib = Compressors.zlib(1);
        Compressor slow = new Broken() {
            @Override
            public void compress(byte[] source, int offset, int length, OutputStream out) throws IOException {
                bench.clock().advanceMs(10);
                zlib.compress(source, offset, length, out);
            }
        };
        for (String place : List.of("a", "b", "c")) {
            publish(
                    bench.producer(PublishOptions.builder()
                            .routingKey(place)
                            .batching(FOUR)
                            .compression(slow)
                            .build()),
                    "1");
        }
        List<Integer> sentAfterStep = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            bench.lane().doWork(bench.clock().nanoTime());
            sentAfterStep.add(link.channel().sent().size());
        }
        assertThat(sentAfterStep).as("one a step").containsExactly(1, 2, 3);
        link.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    private static class Broken implements Compressor {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public String header() {
            return "broken";
        }

        @Override
        public @Nullable String contentEncoding() {
            return null;
        }

        @Override
        public void compress(byte[] source, int offset, int length, OutputStream out) throws IOException {
            throw new IllegalStateException("out of order");
        }
    }
}
