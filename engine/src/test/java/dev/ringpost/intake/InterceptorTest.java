package dev.ringpost.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.Batching;
import dev.ringpost.EnqueueTimeoutException;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.OutgoingMessage;
import dev.ringpost.Producer;
import dev.ringpost.PublishInterceptor;
import dev.ringpost.PublishObserver;
import dev.ringpost.PublishOptions;
import dev.ringpost.Receipt;
import dev.ringpost.lane.LaneBench;
import dev.ringpost.ring.Slot;
import dev.ringpost.testing.CleanEngine;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.wire.RouteTemplate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an interceptor sees, adds, refuses and hears, in every form of publishing. */
@CleanEngine
class InterceptorTest {

    private static final PublishOptions DEFAULTS = PublishOptions.builder()
            .exchange("amq.direct")
            .routingKey("key")
            .headers(Map.of("of-producer", 1))
            .build();

    private final LaneBench bench = new LaneBench();
    private final Heard heard = new Heard();

    /** Writes down what it hears. */
    private static class Heard implements PublishObserver {
        private final List<Object> all = new ArrayList<>();

        @Override
        public void onEncoded(int bodyBytes) {
            all.add(bodyBytes);
        }

        @Override
        public void onOutcome(Outcome outcome, @Nullable String detail) {
            all.add(outcome);
        }

        @Override
        public void onNotAccepted(Throwable error) {
            all.add(error.getClass());
        }

        @Override
        public void onNotAccepted(Offer answer) {
            all.add(answer);
        }
    }

    private Producer through(PublishInterceptor interceptor) {
        return BenchProducers.intercepted(bench.inlet(), DEFAULTS, interceptor, bench.outcomes());
    }

    private Producer adding(String value) {
        return through(message -> {
            message.addHeader("added", value);
            return heard;
        });
    }

    private Slot latest() {
        return bench.ring().get(bench.ring().cursor());
    }

    private static String text(Slot slot) {
        return new String(slot.body(), slot.bodyOffset(), slot.bodyBytes, StandardCharsets.UTF_8);
    }

    private Map<String, Object> latestHeaders() {
        assertThat(latest().head).isInstanceOf(RouteTemplate.class);
        Map<String, Object> headers = ((RouteTemplate) latest().head).options().headers();
        return headers == null ? Map.of() : headers;
    }

    @Test
    void seesTheWholeMessage() throws Exception {
        List<OutgoingMessage> seen = new ArrayList<>();
        Producer producer = through(message -> {
            assertThat(message.exchange()).isEqualTo("amq.direct");
            assertThat(message.routingKey()).isEqualTo("other");
            assertThat(message.headers()).containsExactly(Map.entry("of-producer", 1));
            assertThat(message.options().type()).isEqualTo("kind");
            assertThat(message.brokerAddress()).isEqualTo("localhost:5672");
            message.addHeader("added", "value");
            assertThat(message.headers()).containsEntry("added", "value").containsEntry("of-producer", 1);
            seen.add(message);
            return null;
        });
        producer.publish(
                "text",
                PublishOptions.builder().routingKey("other").type("kind").build());
        assertThat(seen).hasSize(1);
        bench.confirmAll();
    }

    @Test
    void addsHeadersInEveryFormOfPublishing() throws Exception {
        Producer producer = adding("here");
        byte[] body = {1, 2, 3};
        List<Runnable> checks = new ArrayList<>();
        Runnable check =
                () -> assertThat(latestHeaders()).containsEntry("added", "here").containsEntry("of-producer", 1);
        producer.publish(body);
        check.run();
        producer.publish("text", PublishOptions.none(), (outcome, detail) -> checks.add(check));
        check.run();
        producer.publish(body, 1, 2, 101);
        check.run();
        producer.publish(ByteBuffer.wrap(body, 1, 2), 102);
        check.run();
        assertThat(producer.tryPublish(List.of(1), PublishOptions.none(), (outcome, detail) -> checks.add(check)))
                .isEqualTo(Offer.ACCEPTED);
        check.run();
        assertThat(producer.tryPublish(body, 1, 2, 103)).isEqualTo(Offer.ACCEPTED);
        check.run();
        assertThat(producer.tryPublish(ByteBuffer.wrap(body, 1, 2), 104)).isEqualTo(Offer.ACCEPTED);
        check.run();
        bench.confirmAll();
        assertThat(checks).as("callbacks").hasSize(2);
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(101L, 102L, 103L, 104L);
        assertThat(heard.all)
                .startsWith(3, 4, 2, 2, 3, 2, 2)
                .endsWith(Outcome.CONFIRMED, Outcome.CONFIRMED)
                .hasSize(14);
    }

    @Test
    void anObserverMayPublishWhileItsMessageStandsInTheThreadsBuffer() throws Exception {
        Producer audit = bench.producer(PublishOptions.none());
        Producer producer = through(message -> new Heard() {
            @Override
            public void onEncoded(int bodyBytes) {
                assertThat(audit.tryPublish(
                                "audit of " + bodyBytes + " bytes", PublishOptions.none(), (outcome, detail) -> {}))
                        .isEqualTo(Offer.ACCEPTED);
            }
        });
        producer.publish("first");
        assertThat(text(latest())).isEqualTo("first");
        producer.publish("second");
        assertThat(text(latest())).isEqualTo("second");
        assertThat(text(bench.ring().get(bench.ring().cursor() - 1))).isEqualTo("audit of 6 bytes");
        bench.confirmAll();
    }

    @Test
    void whatItDoesNotTouchGoesTheUsualWay() throws Exception {
        Producer producer = through(message -> null);
        producer.publish(new byte[1], 0, 1, 7);
        assertThat(latest().headIsShared).as("the producer's own template").isTrue();
        assertThat(latest().sink).isNull();
        producer.publish(new byte[1]);
        assertThat(latest().headIsShared).isTrue();
        bench.confirmAll();
        assertThat(bench.outcomes().with(Outcome.CONFIRMED)).containsExactly(7L);
    }

    @Test
    void hearsTheOutcomeBeforeTheApplication() throws Exception {
        through(message -> heard)
                .publish("text", PublishOptions.none(), (outcome, detail) -> heard.all.add("application"));
        bench.confirmAll();
        assertThat(heard.all).containsExactly(4, Outcome.CONFIRMED, "application");
    }

    @Test
    void whatItThrowsComesOutOfTheCallAndNothingWasAccepted() {
        Producer producer = through(message -> {
            throw new IllegalArgumentException("not this one");
        });
        long before = bench.ring().cursor();
        assertThatThrownBy(() -> producer.publish("text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not this one");
        assertThatThrownBy(() -> producer.tryPublish(new byte[1], 0, 1, 7)).hasMessage("not this one");
        assertThat(bench.ring().cursor()).isEqualTo(before);
    }

    @Test
    void hearsThatAMessageWasNotAccepted() throws Exception {
        Producer producer = through(message -> heard);
        assertThatThrownBy(() -> producer.publish(new byte[BenchProducers.MAX_MESSAGE_BYTES + 1]))
                .isInstanceOf(InvalidMessageException.class);
        assertThat(heard.all).containsExactly(InvalidMessageException.class);
        heard.all.clear();
        for (int i = 0; i < LaneBench.WINDOW; i++) {
            bench.publish("other");
        }
        assertThat(producer.tryPublish("x", PublishOptions.none(), (outcome, detail) -> {}))
                .isEqualTo(Offer.FULL);
        assertThatThrownBy(() -> producer.publish("x")).isInstanceOf(EnqueueTimeoutException.class);
        assertThat(heard.all).containsExactly(1, Offer.FULL, 1, EnqueueTimeoutException.class);
        assertThat(bench.inlet().refusalCount(Offer.FULL)).isEqualTo(2);
        bench.confirmAll();
    }

    @Test
    void aHeaderThatAmqpHasNoPlaceForIsRefused() {
        Producer producer = through(message -> {
            message.addHeader("added", new Object());
            return heard;
        });
        assertThatThrownBy(() -> producer.publish("text"))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("added");
        assertThat(heard.all).containsExactly(InvalidMessageException.class);
    }

    @Test
    void anObserverThatThrowsKeepsNobodyFromHearing(ExpectedLogs logs) throws Exception {
        logs.expect("a callback threw");
        Producer producer = through(message -> new Heard() {
            @Override
            public void onOutcome(Outcome outcome, @Nullable String detail) {
                throw new IllegalStateException("observer");
            }

            @Override
            public void onNotAccepted(Throwable error) {
                throw new IllegalStateException("observer");
            }

            @Override
            public void onNotAccepted(Offer answer) {}
        });
        Receipt receipt = producer.publish("text");
        bench.confirmAll();
        assertThat(receipt.outcome()).isEqualTo(Outcome.CONFIRMED);
        assertThatThrownBy(() -> producer.publish(new byte[BenchProducers.MAX_MESSAGE_BYTES + 1]))
                .isInstanceOf(InvalidMessageException.class)
                .hasSuppressedException(new IllegalStateException("observer"));
    }

    @Test
    void recordsWithEqualHeadersStillShareAMessage() throws Exception {
        Producer producer = adding("same");
        PublishOptions packed =
                PublishOptions.builder().batching(Batching.of(10, 10_000)).build();
        producer.publish("a", packed);
        producer.publish("b", packed);
        RouteTemplate second = (RouteTemplate) latest().head;
        RouteTemplate first = (RouteTemplate) bench.ring().get(bench.ring().cursor() - 1).head;
        assertThat(first).isNotNull();
        assertThat(second).isNotNull();
        assertThat(first.sharesMessagesWith(second)).isTrue();
        bench.confirmAll();
    }
}
