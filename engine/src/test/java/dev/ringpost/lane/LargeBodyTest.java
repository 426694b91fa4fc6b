package dev.ringpost.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.SerializeOn;
import dev.ringpost.testing.CleanEngine;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bodies that do not fit a slot, and messages that this connection cannot carry. */
@CleanEngine
class LargeBodyTest {

    private static final int LARGE_BYTES = 16 * 1024;

    private final LaneBench bench = new LaneBench();

    private static byte[] body(int length, int fill) {
        byte[] body = new byte[length];
        Arrays.fill(body, (byte) fill);
        return body;
    }

    @Test
    void aBudgetUsedUpAnswersFullAndIsGivenBack() {
        ScriptedLink link = bench.connect();
        int fit = LaneBench.BUDGET_BYTES / LARGE_BYTES;
        for (int i = 0; i < fit; i++) {
            bench.publish(bench.producer(PublishOptions.none()), body(LARGE_BYTES, i));
        }
        assertThat(bench.offer(body(LARGE_BYTES, 9))).isEqualTo(Offer.FULL);
        bench.publish("small ones go on");
        bench.run();
        for (int i = 0; i < fit; i++) {
            assertThat(link.channel().sent().get(i).body()).isEqualTo(body(LARGE_BYTES, i));
        }
        assertThat(bench.offer(body(LARGE_BYTES, 9))).as("sent, not answered").isEqualTo(Offer.FULL);
        link.ack(1);
        bench.run();
        assertThat(bench.offer(body(LARGE_BYTES, 9))).isEqualTo(Offer.ACCEPTED);
        bench.run();
        link.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void aBodyThatTimedOutInABatchNotYetWrittenIsNeverSentInAnothersPlace() {
        ScriptedLink first = bench.connect();
        bench.run();
        long large = bench.publish(bench.producer(PublishOptions.none()), body(LARGE_BYTES, 1));
        PublishOptions blocking = PublishOptions.builder()
                .serializeOn(SerializeOn.ENGINE)
                .serializer(new TextSerializer())
                .build();
        Object alarm = new Object() {
            @Override
            public String toString() {
                first.block(); // in the middle of a step, after the large one went into the batch
                return "alarm";
            }
        };
        bench.publishObject(alarm, blocking);
        bench.run();
        assertThat(first.channel().sent()).isEmpty();
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS);
        bench.run();
        assertThat(bench.outcomes().of(large)).isEqualTo(Outcome.TIMED_OUT);
        bench.publish(bench.producer(PublishOptions.none()), body(LARGE_BYTES, 2));
        first.unblock();
        bench.run();
        bench.advanceMs(100);
        bench.run();
        assertThat(first.channel().sent()).as("the batch is dropped").isEmpty();
        ScriptedLink second = bench.connect();
        bench.run();
        assertThat(second.channel().sent()).hasSize(1);
        assertThat(second.channel().sent().get(0).body()).isEqualTo(body(LARGE_BYTES, 2));
        second.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void aRefusedClaimGivesItsMemoryBack() {
        for (int i = 0; i < LaneBench.WINDOW; i++) {
            bench.publish("m");
        }
        assertThat(bench.offer(body(LARGE_BYTES, 1))).isEqualTo(Offer.FULL);
        assertThat(bench.budget().takenBytes()).isZero();
        bench.inlet().close(null);
        assertThat(bench.offer(body(LARGE_BYTES, 1))).isEqualTo(Offer.CLOSED);
        assertThat(bench.budget().takenBytes()).isZero();
    }

    @Test
    void theBorderOfASlotIsExact() {
        ScriptedLink link = bench.connect();
        for (int length : new int[] {0, 1, LaneBench.INLINE_BYTES - 1, LaneBench.INLINE_BYTES}) {
            bench.publish(bench.producer(PublishOptions.none()), body(length, length + 1));
        }
        assertThat(bench.budget().takenBytes()).isZero();
        bench.publish(bench.producer(PublishOptions.none()), body(LaneBench.INLINE_BYTES + 1, 7));
        assertThat(bench.budget().takenBytes()).isPositive();
        bench.run();
        assertThat(link.channel().sent())
                .extracting(sent -> sent.body().length)
                .containsExactly(0, 1, LaneBench.INLINE_BYTES - 1, LaneBench.INLINE_BYTES, LaneBench.INLINE_BYTES + 1);
        for (ScriptedChannel.Sent sent : link.channel().sent().subList(1, 4)) {
            assertThat(sent.body()).isEqualTo(body(sent.body().length, sent.body().length + 1));
        }
        link.ackAll();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void everyOutcomeGivesTheMemoryBack() {
        ScriptedLink link = bench.connect();
        Producer producer = bench.producer(PublishOptions.none());
        for (int i = 0; i < 4; i++) {
            bench.publish(producer, body(1_000, i));
        }
        bench.run();
        link.ack(1);
        link.nack(2);
        link.giveBack(3);
        bench.run();
        bench.advanceMs(LaneBench.DELIVERY_TIMEOUT_MS);
        bench.run();
        assertThat(bench.outcomes().all())
                .extracting(OutcomeLedger.Settled::outcome)
                .containsExactly(Outcome.CONFIRMED, Outcome.REJECTED, Outcome.RETURNED, Outcome.TIMED_OUT);
        bench.assertEmpty();
        bench.publish(producer, body(1_000, 1));
        bench.inlet().close(null);
        bench.lane().requestDrain(bench.ring().cursor());
        bench.lane().requestAbort();
        bench.run();
        bench.assertEmpty();
    }

    @Test
    void aHeaderOverFrameMaxFailsThatMessageOnThatConnectionOnly() {
        ScriptedLink link = bench.connect(new ScriptedChannel().frameMaxBytes(4096));
        bench.publish("before");
        Producer wide = bench.producer(PublishOptions.builder()
                .headers(Map.of("wide", "x".repeat(4096)))
                .build());
        long refused = bench.publish(wide, body(10, 1));
        bench.publish("after");
        bench.run();
        assertThat(link.texts()).containsExactly("before", "after");
        link.ackUpTo(2);
        bench.run();
        assertThat(bench.outcomes().of(refused)).isEqualTo(Outcome.FAILED);
        assertThat(bench.outcomes().detailOf(refused)).contains("frame_max", "4096", "scripted:5672");
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).hasSize(2);
        assertThat(link.epoch().tags().awaitingCount()).isZero();
        bench.assertEmpty();

        link.lose();
        ScriptedLink unlimited = bench.connect(new ScriptedChannel().frameMaxBytes(0));
        bench.publish(wide, body(10, 1));
        bench.run();
        assertThat(unlimited.channel().sent()).hasSize(1);
    }

    @Test
    void anotherUsersIdFailsThatMessageOnly() {
        ScriptedLink link = bench.connect();
        long right = bench.publish(
                bench.producer(PublishOptions.builder().userId("tester").build()), body(1, 'r'));
        long wrong = bench.publish(
                bench.producer(PublishOptions.builder().userId("mallory").build()), body(1, 'w'));
        bench.run();
        assertThat(link.texts()).containsExactly("r");
        link.ack(1);
        bench.run();
        assertThat(bench.outcomes().of(right)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.outcomes().of(wrong)).isEqualTo(Outcome.FAILED);
        assertThat(bench.outcomes().detailOf(wrong)).contains("mallory", "tester");
    }
}
