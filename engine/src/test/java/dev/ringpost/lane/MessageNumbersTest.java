package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.EngineSettings;
import dev.ringpost.Entity;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.Queue;
import dev.ringpost.RetryPolicy;
import dev.ringpost.intake.BenchProducers;
import dev.ringpost.testing.CleanEngine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of message ids: one for each message, the same however often and from wherever it is sent. */
@CleanEngine
class MessageNumbersTest {

    private static final RetryPolicy SOON = RetryPolicy.builder()
            .intervalStart(Duration.ofMillis(1))
            .intervalStep(Duration.ZERO)
            .jitter(0)
            .build();
    private static final long LANE = (long) LaneBench.LANE_INDEX << 56;

    private final LaneBench bench = new LaneBench(null, new EngineSettings.Retry(SOON, LaneBench.RETRY_LIMIT, null));
    private final Producer numbered = bench.producer(options().build());

    private static PublishOptions.Builder options() {
        return PublishOptions.builder().routingKey("bench").numberedMessageId();
    }

    private void publish(Producer producer, String... texts) {
        for (String text : texts) {
            bench.publish(producer, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<Long> numbers(ScriptedLink link) {
        return link.channel().sent().stream()
                .map(ScriptedChannel.Sent::messageNumber)
                .toList();
    }

    private static long firstNumber() {
        return LANE | (LaneBench.STARTED_MS - 1_767_225_600_000L) << 16;
    }

    @Test
    void numbersGoUpFromTheTimeOfDayUnderTheLanesOwnDigits() {
        ScriptedLink link = bench.connect();
        publish(numbered, "m1", "m2", "m3");
        bench.run();
        assertThat(numbers(link)).containsExactly(firstNumber(), firstNumber() + 1, firstNumber() + 2);
        assertThat(link.channel().sent())
                .allSatisfy(sent -> assertThat(sent.route().spec().producerId()).isEqualTo(BenchProducers.PRODUCER_ID));
        link.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void aMessageSentAgainAfterALossKeepsItsNumber() {
        ScriptedLink first = bench.connect();
        publish(numbered, "m1", "m2", "m3");
        bench.run();
        first.ack(2);
        first.lose();
        bench.run();
        publish(numbered, "m4");
        ScriptedLink second = bench.connect();
        bench.run();
        assertThat(second.texts()).containsExactly("m1", "m3", "m4");
        assertThat(numbers(second)).containsExactly(firstNumber(), firstNumber() + 2, firstNumber() + 3);
        second.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void aNackedMessageKeepsItsNumberInEverySlotItComesTo() {
        ScriptedLink link = bench.connect();
        publish(numbered, "nacked", "other");
        bench.run();
        link.nack(1);
        link.ack(2);
        bench.run();
        for (int tag = 3; tag <= 9; tag += 2) {
            bench.advanceMs(50);
            publish(numbered, "new " + tag);
            bench.run();
            link.ack(link.texts().lastIndexOf("new " + tag) + 1);
            link.nack(link.texts().lastIndexOf("nacked") + 1);
            bench.run();
        }
        ScriptedLink next = loseAndConnect(link);
        assertThat(link.texts().stream().filter("nacked"::equals).count()).isGreaterThan(2);
        Map<String, Set<Long>> byText = new HashMap<>();
        for (ScriptedLink each : List.of(link, next)) {
            each.channel()
                    .sent()
                    .forEach(sent -> byText.computeIfAbsent(sent.text(), text -> new HashSet<>())
                            .add(sent.messageNumber()));
        }
        assertThat(byText.values()).allSatisfy(numbers -> assertThat(numbers).hasSize(1));
        assertThat(byText.get("nacked")).containsExactly(firstNumber());
        next.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    private ScriptedLink loseAndConnect(ScriptedLink lost) {
        lost.lose();
        bench.run();
        ScriptedLink next = bench.connect();
        bench.advanceMs(100);
        bench.run();
        return next;
    }

    /** Losses, nacks and closes at random; some messages wait in the store meanwhile, and the ring goes round. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverHappensANumberIsOneMessages(long seed) {
        Random random = new Random(seed);
        Map<Long, String> byNumber = new HashMap<>();
        Map<String, Long> byText = new HashMap<>();
        int sentTwice = 0;
        for (int round = 0; round < 120; round++) {
            ScriptedLink link = bench.connect();
            for (int i = random.nextInt(30); i > 0; i--) {
                byte[] body = ("m" + bench.nextId()).getBytes(StandardCharsets.UTF_8);
                numbered.tryPublish(body, 0, body.length, bench.nextId()); // or there is no room
            }
            bench.advanceMs(random.nextInt(5));
            bench.run();
            for (ScriptedChannel.Sent sent : link.channel().sent()) {
                switch (random.nextInt(4)) {
                    case 0 -> link.nack(sent.tag());
                    case 1 -> {} // stays in flight
                    default -> link.ack(sent.tag());
                }
            }
            bench.run();
            for (ScriptedChannel.Sent sent : link.channel().sent()) {
                String other = byNumber.putIfAbsent(sent.messageNumber(), sent.text());
                assertThat(other).as("round %s", round).isIn(null, sent.text());
                Long before = byText.putIfAbsent(sent.text(), sent.messageNumber());
                assertThat(before).as("round %s", round).isIn(null, sent.messageNumber());
                sentTwice += before == null ? 0 : 1;
            }
            link.lose();
            bench.run();
        }
        assertThat(sentTwice).isGreaterThan(100);
        assertThat(byText).hasSizeGreaterThan(2 * LaneBench.RING_SIZE);
        bench.confirmAll();
    }

    @Test
    void aUsersOwnIdWinsAndAnyMessageCanGoWithout() {
        ScriptedLink link = bench.connect();
        bench.publishObject(
                "own", numbered, PublishOptions.builder().messageId("mine").build());
        bench.publishObject(
                "without", numbered, PublishOptions.builder().withoutMessageId().build());
        bench.publishObject("numbered", numbered, PublishOptions.none());
        Producer named = bench.producer(options().messageId("every").build());
        bench.publishObject("named", named, PublishOptions.none());
        bench.publishObject(
                "again", named, PublishOptions.builder().numberedMessageId().build());
        bench.run();
        assertThat(link.channel().sent())
                .extracting(sent -> sent.route().isNumbered())
                .containsExactly(false, false, true, false, true);
        assertThat(link.channel().sent())
                .extracting(sent -> sent.route().options().messageId())
                .containsExactly("mine", null, null, "every", null);
        assertThat(numbers(link)).containsExactly(0L, 0L, firstNumber() + 2, 0L, firstNumber() + 4);
        link.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void compressedLargeAndDeclaredMessagesHaveThem() {
        ScriptedLink link = bench.connect();
        Entity queue = Queue.of("declared");
        bench.holdControl(true);
        bench.publishObject(
                "x".repeat(1_000),
                numbered,
                PublishOptions.builder().compression("zlib").build());
        bench.publishObject(
                "x",
                numbered,
                PublishOptions.builder()
                        .compression("zlib")
                        .compressFromBytes(100)
                        .build());
        bench.publishObject("x".repeat(20_000), numbered, PublishOptions.none());
        bench.publishObject(
                "late",
                numbered,
                PublishOptions.builder()
                        .declare(queue)
                        .replyTo(Queue.serverNamed().build())
                        .orderingKey("own")
                        .build());
        bench.publishObject("end", numbered, PublishOptions.none());
        bench.run();
        bench.holdControl(false);
        bench.run();
        assertThat(link.texts().get(4)).isEqualTo("late");
        assertThat(numbers(link))
                .containsExactly(
                        firstNumber(), firstNumber() + 1, firstNumber() + 2, firstNumber() + 4, firstNumber() + 3);
        assertThat(link.channel().sent())
                .allMatch(sent ->
                        BenchProducers.PRODUCER_ID.equals(sent.route().spec().producerId()));
        link.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void aReturnFindsItsMessageAmongNumberedOnes() {
        Producer mandatory = bench.producer(options().mandatory(true).build());
        ScriptedLink link = bench.connect();
        long kept = bench.publish(mandatory, new byte[] {1});
        long returned = bench.publish(mandatory, new byte[] {2});
        bench.run();
        link.giveBack(2);
        link.ackAll();
        bench.run();
        assertThat(bench.outcomes().of(kept)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.outcomes().of(returned)).isEqualTo(Outcome.RETURNED);
        bench.assertEmpty();
    }

    @Test
    void aLaterEngineGoesOnAboveWhateverAnEarlierOneUsed() {
        long last = new MessageNumbers(63, LaneBench.STARTED_MS, bench.retries().store()).numberOf(65_535);
        long next =
                new MessageNumbers(63, LaneBench.STARTED_MS + 1, bench.retries().store()).numberOf(0);
        assertThat(next).isEqualTo(last + 1);
        assertThat(last >>> 56).isEqualTo(63);
    }
}
