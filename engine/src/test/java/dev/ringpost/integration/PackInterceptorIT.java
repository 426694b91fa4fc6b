package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import dev.ringpost.Batching;
import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.OutgoingMessage;
import dev.ringpost.OutgoingPack;
import dev.ringpost.Producer;
import dev.ringpost.PublishInterceptor;
import dev.ringpost.PublishObserver;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import dev.ringpost.SendObserver;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An interceptor and AMQP messages of several records. */
@IntegrationTest
class PackInterceptorIT {

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int RECORDS = 3;

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    private static final class Silent implements PublishObserver {
        @Override
        public void onOutcome(Outcome outcome, @Nullable String detail) {}

        @Override
        public void onNotAccepted(Throwable error) {}

        @Override
        public void onNotAccepted(Offer answer) {}
    }

    /** Does as a header says: adds another, a wrong one, or throws. */
    private final class Scripted implements PublishInterceptor {
        @Override
        public @Nullable PublishObserver beforePublish(OutgoingMessage message) {
            return "unseen".equals(message.options().type()) ? null : new Silent();
        }

        @Override
        public @Nullable SendObserver beforeSend(OutgoingPack pack) {
            assertThat(pack.recordCount()).isEqualTo(RECORDS);
            assertThat(pack.observers()).hasSize(RECORDS);
            String kind = String.valueOf(pack.headers().get("kind"));
            heard.add(kind);
            if (kind.equals("throwing")) {
                throw new IllegalStateException("by the test");
            }
            pack.addHeader("added", kind.equals("wrong") ? new Object() : pack.brokerAddress());
            return error -> heard.add("written " + error);
        }
    }

    private void publish(PublisherEngine engine, String queue, String kind) throws Exception {
        Producer producer = engine.producer(PublishOptions.builder()
                .routingKey(queue)
                .type(kind)
                .headers(Map.of("kind", kind))
                .batching(Batching.of(RECORDS, 10_000).linger(ANSWER))
                .build());
        List<Receipt> receipts = List.of(producer.publish("a"), producer.publish("b"), producer.publish("c"));
        for (Receipt receipt : receipts) {
            assertThat(receipt.await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
        }
    }

    private static @Nullable Object added(GetResponse message) {
        Map<String, Object> headers = message.getProps().getHeaders();
        assertThat(headers).containsKey("kind").containsKey("ringpost-records");
        return headers.get("added");
    }

    @Test
    void addsHeadersAndHearsOfTheWriteAndNothingItDoesWrongLosesAMessage(Brokers brokers, ExpectedLogs logs)
            throws Exception {
        logs.expect("the interceptor threw over a message of records");
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                PublisherEngine engine = PublisherEngine.builder()
                        .uri(brokers.embedded().uri())
                        .lanes(1)
                        .interceptor(new Scripted())
                        .start()) {
            String queue = client.queue("packs");
            publish(engine, queue, "right");
            assertThat(added(client.get(queue)))
                    .hasToString("127.0.0.1:" + brokers.embedded().port());
            publish(engine, queue, "throwing");
            assertThat(added(client.get(queue))).isNull();
            publish(engine, queue, "wrong");
            assertThat(added(client.get(queue))).isNull();
            publish(engine, queue, "unseen");
            assertThat(added(client.get(queue))).isNull();
            assertThat(heard).containsExactly("right", "written null", "throwing", "wrong", "written null");
        }
    }
}
