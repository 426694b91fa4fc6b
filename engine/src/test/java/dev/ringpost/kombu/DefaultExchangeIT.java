package dev.ringpost.kombu;

import static dev.ringpost.kombu.TappedEngine.confirmed;
import static dev.ringpost.kombu.TappedEngine.ends;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Entity;
import dev.ringpost.Exchange;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.Queue;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A producer's default exchange: when it is declared and when not. */
@IntegrationTest
class DefaultExchangeIT {

    @Test
    void row1_makingAProducerSendsNothing(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Producer other = it.producer(PublishOptions.builder());
            it.tap().forget();
            it.producer(PublishOptions.builder().exchange(it.exchange("unused")).declare(it.queue("unused")));
            it.publishConfirmed(other, "sent after whatever making a producer might send");
            assertThat(it.tap().sent()).hasSize(1);
        }
    }

    @Test
    void row2_theDefaultExchangeIsDeclaredBeforeTheFirstMessageOnly(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange exchange = it.exchange("default");
            Producer producer =
                    it.producer(PublishOptions.builder().exchange(exchange).routingKey("k"));
            it.publishConfirmed(producer, "first");
            it.publishConfirmed(producer, "second");
            assertThat(it.steps())
                    .containsExactly(
                            "exchange " + exchange.name(),
                            "publish to " + exchange.name() + " by k",
                            "publish to " + exchange.name() + " by k");
        }
    }

    @Test
    void row3_withoutAutoDeclareItIsNotDeclared(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange exchange = it.exchange("missing");
            Producer producer =
                    it.producer(PublishOptions.builder().exchange(exchange).autoDeclare(false));
            ends(producer.publish("lost"), Outcome.FAILED, "no exchange '" + exchange.name());
            assertThat(it.steps()).containsExactly("look for exchange " + exchange.name());
        }
    }

    @Test
    void row4_itIsDeclaredThoughTheMessageGoesElsewhere(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange exchange = it.exchange("default");
            Producer producer = it.producer(PublishOptions.builder().exchange(exchange));
            confirmed(producer.publish(
                    "elsewhere",
                    PublishOptions.builder()
                            .exchange("amq.direct")
                            .routingKey("k")
                            .build()));
            assertThat(it.steps()).containsExactly("exchange " + exchange.name(), "publish to amq.direct by k");
        }
    }

    @Test
    void row5_anotherExchangeIsNotDeclared(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange other = it.exchange("other");
            Producer producer = it.producer(PublishOptions.builder().exchange(it.exchange("default")));
            ends(
                    producer.publish(
                            "lost", PublishOptions.builder().exchange(other).build()),
                    Outcome.FAILED,
                    "no exchange '" + other.name());
            assertThat(it.steps()).contains("look for exchange " + other.name());
            assertThat(it.steps()).doesNotContain("exchange " + other.name(), "publish to " + other.name() + " by ");
        }
    }

    @Test
    void row6_theDefaultExchangeComesBehindTheDeclaredEntitiesInTheirOrder(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange exchange = it.exchange("default");
            Queue first = it.queue("first");
            Exchange second = it.exchange("second");
            Queue third = it.queue("third");
            Producer producer = it.producer(PublishOptions.builder().exchange(exchange));
            confirmed(producer.publish(
                    "x",
                    PublishOptions.builder()
                            .routingKey("k")
                            .declare(first, second, third)
                            .build()));
            assertThat(it.steps())
                    .containsExactly(
                            "queue " + first.name(),
                            "exchange " + second.name(),
                            "queue " + third.name(),
                            "exchange " + exchange.name(),
                            "publish to " + exchange.name() + " by k");
        }
    }

    @Test
    void row7_aDefaultExchangeAmongTheDeclaredEntitiesIsDeclaredOnceAndThere(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Exchange exchange = it.exchange("default");
            Exchange equal = Exchange.of(exchange.name(), Exchange.DIRECT);
            Queue queue = it.queue("second");
            Producer producer = it.producer(PublishOptions.builder().exchange(exchange));
            confirmed(producer.publish(
                    "x",
                    PublishOptions.builder()
                            .routingKey("k")
                            .declare(equal, queue)
                            .build()));
            assertThat(it.steps())
                    .containsExactly(
                            "exchange " + exchange.name(),
                            "queue " + queue.name(),
                            "publish to " + exchange.name() + " by k");
        }
    }

    @Test
    void row8_theCallersCollectionsStayAsTheyAre(Brokers brokers) throws Exception {
        try (TappedEngine it = TappedEngine.start(brokers)) {
            Queue queue = it.queue("declared");
            List<Entity> declare = new ArrayList<>(List.of(queue));
            Map<String, Object> headers = new HashMap<>(Map.of("own", 1));
            Producer producer = it.producer(
                    PublishOptions.builder().exchange(it.exchange("default")).compression("zlib"));
            confirmed(producer.publish(
                    "mutable",
                    PublishOptions.builder().declare(declare).headers(headers).build()));
            assertThat(declare).containsExactly(queue);
            assertThat(headers).isEqualTo(Map.of("own", 1));
            confirmed(producer.publish(
                    "immutable",
                    PublishOptions.builder()
                            .declare(List.of(queue))
                            .headers(Map.of("own", 1))
                            .build()));
        }
    }
}
