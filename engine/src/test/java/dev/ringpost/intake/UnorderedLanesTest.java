package dev.ringpost.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.EngineClosedException;
import dev.ringpost.EnqueueTimeoutException;
import dev.ringpost.Offer;
import dev.ringpost.Ordering;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.lane.LaneBench;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.CleanEngine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages without an order pass over a lane that has no room, in every form of publishing. */
@CleanEngine
class UnorderedLanesTest {

    private static final byte[] BODY = {1, 2, 3};
    private static final PublishOptions NONE =
            PublishOptions.builder().routingKey("key").ordering(Ordering.NONE).build();

    private final List<LaneBench> lanes = List.of(new LaneBench(), new LaneBench(), new LaneBench());
    private final Producer producer = with(Ordering.NONE);

    private Producer with(Ordering ordering) {
        PublishOptions options =
                PublishOptions.builder().routingKey("key").ordering(ordering).build();
        return BenchProducers.over(lanes.stream().map(LaneBench::inlet).toList(), options, Duration.ZERO);
    }

    private static void fill(LaneBench lane) {
        Producer filling = lane.producer(PublishOptions.none());
        while (filling.tryPublish(BODY, 0, 1, 0) == Offer.ACCEPTED) {}
    }

    private long cursor(int lane) {
        return lanes.get(lane).ring().cursor();
    }

    @Test
    void aFullLaneIsPassedOver() throws Exception {
        fill(lanes.get(1));
        long before = cursor(0) + cursor(2);
        for (int i = 0; i < 3; i++) {
            producer.publish(BODY, 0, 3, i);
            producer.publish(ByteBuffer.wrap(BODY), i);
            producer.publish("text");
            assertThat(producer.tryPublish(BODY, 0, 3, i)).isEqualTo(Offer.ACCEPTED);
            assertThat(producer.tryPublish(ByteBuffer.wrap(BODY), i)).isEqualTo(Offer.ACCEPTED);
            assertThat(producer.tryPublish("text", PublishOptions.none(), (outcome, detail) -> {}))
                    .isEqualTo(Offer.ACCEPTED);
        }
        assertThat(cursor(0) + cursor(2) - before).isEqualTo(18);
        assertThat(lanes.get(1).inlet().refusalCount(Offer.FULL))
                .as("nobody was refused, but whoever filled it")
                .isOne();
    }

    @Test
    void whereNoLaneHasRoomTheyAreRefused() {
        lanes.forEach(UnorderedLanesTest::fill);
        assertThat(producer.tryPublish(BODY, 0, 3, 0)).isEqualTo(Offer.FULL);
        assertThatThrownBy(() -> producer.publish(BODY, 0, 3, 0)).isInstanceOf(EnqueueTimeoutException.class);
        assertThatThrownBy(() -> producer.publish(ByteBuffer.wrap(BODY), 0))
                .isInstanceOf(EnqueueTimeoutException.class);
        assertThatThrownBy(() -> producer.publish("text")).isInstanceOf(EnqueueTimeoutException.class);
    }

    @Test
    void aLaneThatFailedIsPassedOverAndDecidesNothingWhileAnotherMayHaveRoom() throws Exception {
        lanes.get(0).inlet().close(new IllegalStateException("scripted"));
        lanes.get(2).inlet().close(new IllegalStateException("scripted"));
        for (int i = 0; i < 3; i++) {
            producer.publish(BODY, 0, 3, i);
            assertThat(producer.tryPublish(BODY, 0, 3, i)).isEqualTo(Offer.ACCEPTED);
        }
        assertThat(cursor(1)).isEqualTo(5);
        fill(lanes.get(1));
        for (int i = 0; i < 3; i++) {
            assertThat(producer.tryPublish(BODY, 0, 3, i)).isEqualTo(Offer.FULL);
            assertThatThrownBy(() -> producer.publish(BODY, 0, 3, 0)).isInstanceOf(EnqueueTimeoutException.class);
        }
        lanes.get(1).inlet().close(null);
        assertThat(producer.tryPublish(BODY, 0, 3, 0)).isEqualTo(Offer.CLOSED);
        assertThatThrownBy(() -> producer.publish(BODY, 0, 3, 0)).isInstanceOf(EngineClosedException.class);
    }

    @Test
    void whoWaitsTakesTheFirstRoomInAnyLane() throws Exception {
        lanes.forEach(UnorderedLanesTest::fill);
        Producer waiting =
                BenchProducers.over(lanes.stream().map(LaneBench::inlet).toList(), NONE, Duration.ofSeconds(30));
        long before = cursor(0) + cursor(1) + cursor(2);
        Thread caller = new Thread(
                () -> {
                    try {
                        waiting.publish(BODY, 0, 3, 0);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "caller");
        caller.start();
        Await.until(
                "it waits",
                () -> lanes.stream().anyMatch(lane -> lane.inlet().room().hasWaiters()));
        lanes.get(2).confirmAll();
        Await.ended(caller);
        assertThat(cursor(0) + cursor(1) + cursor(2) - before).isOne();
    }

    @Test
    void thoseWithAnOrderWaitForTheirLane() {
        Producer ordered = with(Ordering.PER_KEY);
        assertThat(ordered.tryPublish(BODY, 0, 3, 0)).isEqualTo(Offer.ACCEPTED);
        LaneBench own = lanes.stream()
                .filter(lane -> lane.ring().cursor() >= 0)
                .findFirst()
                .orElseThrow();
        fill(own);
        assertThat(ordered.tryPublish(BODY, 0, 3, 0)).isEqualTo(Offer.FULL);
        assertThatThrownBy(() -> ordered.publish(BODY, 0, 3, 0)).isInstanceOf(EnqueueTimeoutException.class);
    }
}
