package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringpost.EncodeException;
import dev.ringpost.Exchange;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Queue;
import dev.ringpost.Receipt;
import dev.ringpost.SerializeOn;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.RabbitNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers get wrong, what they are told, and that the messages before and after are confirmed all the same. */
@IntegrationTest
class BadInputIT {

    private static final Duration ANSWER = Duration.ofSeconds(20);

    /** One byte more than an AMQP short string has room for. */
    private static final String TOO_LONG = "x".repeat(256);

    private static final List<Object> CYCLE = cycle();

    /** Nothing of it can be seen from outside. */
    private static final class Closed {}

    private static List<Object> cycle() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        return list;
    }

    /** Publishes, or tries to. */
    @FunctionalInterface
    private interface Call {
        Object on(Producer producer) throws Exception;
    }

    /** A wrong call, the error that it gets, and words that the error's text has. */
    record Refused(String what, Call call, Class<? extends Exception> error, List<String> words) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static PublishOptions.Builder options() {
        return PublishOptions.builder();
    }

    private static Refused invalid(String what, Call call, String... words) {
        return new Refused(what, call, InvalidMessageException.class, List.of(words));
    }

    private static Refused unserializable(String what, Object body, String... words) {
        return new Refused(what, producer -> producer.publish(body), EncodeException.class, List.of(words));
    }

    private static Call publish(PublishOptions.Builder options) {
        return producer -> producer.publish("x", options.build());
    }

    /** What is refused at the call. */
    static Stream<Refused> refused() {
        return Stream.of(
                invalid("unknown serializer", publish(options().serializer("jsno")), "\"jsno\"", "json", "msgpack"),
                invalid("unknown compression", publish(options().compression("zstt")), "\"zstt\"", "zstd", "zlib"),
                unserializable("cyclic object", CYCLE, "json", "in itself"),
                unserializable("object without anything visible", new Closed(), "json", "Closed"),
                unserializable("NaN", Map.of("price", Double.NaN), "NaN"),
                invalid(
                        "header of an unsupported type",
                        producer -> producer.publish(
                                "x",
                                options()
                                        .headers(Map.of("a", Map.of("b", new Closed())))
                                        .build()),
                        "\"a.b\"",
                        "Closed"),
                invalid(
                        "too long a header name",
                        producer -> options().headers(Map.of(TOO_LONG, 1)),
                        "header name",
                        "256 bytes"),
                invalid(
                        "null as a header name",
                        producer -> options().headers(Collections.singletonMap(null, 1)),
                        "header",
                        "null"),
                invalid("priority 300", producer -> options().priority(300), "priority 300", "0..255"),
                invalid("negative expiration", producer -> options().expiration(Duration.ofMillis(-1)), "expiration"),
                invalid("expiration of 50 days", producer -> options().expiration(Duration.ofDays(50)), "expiration"),
                invalid(
                        "too long a routing key",
                        producer -> options().routingKey(TOO_LONG),
                        "routing key",
                        "256 bytes"),
                invalid(
                        "routing key whose bytes are too many",
                        producer -> options().routingKey("é".repeat(128)),
                        "routing key",
                        "256 bytes"),
                invalid("too long an exchange", producer -> options().exchange(TOO_LONG), "exchange", "256 bytes"),
                invalid("too long a queue", producer -> Queue.of(TOO_LONG), "queue", "256 bytes"),
                invalid(
                        "object with a content type",
                        producer -> producer.publish(
                                5, options().contentType("text/x").build()),
                        "content type"),
                invalid(
                        "text beyond its charset",
                        publish(options().contentType("text/x").contentEncoding("no-such")),
                        "no-such"),
                new Refused(
                        "null as a routing key",
                        BadInputIT::nullRoutingKey,
                        NullPointerException.class,
                        List.of("routing key")));
    }

    @SuppressWarnings("NullAway") // the very mistake
    private static Object nullRoutingKey(Producer producer) {
        return options().routingKey(null);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsWrongInItselfIsRefusedAtTheCall(Refused refused, Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine =
                        PublisherEngine.builder().uri(brokers.rabbit().uri()).start()) {
            String queue = client.queue("good");
            Producer producer = engine.producer(options().routingKey(queue).build());
            Receipt before = producer.publish("before");
            assertThatThrownBy(() -> refused.call().on(producer))
                    .isInstanceOf(refused.error())
                    .hasMessageContainingAll(refused.words().toArray(String[]::new));
            Receipt after = producer.publish("after");
            assertThat(before.await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
            assertThat(after.await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
            assertThat(client.depth(queue)).isEqualTo(2);
            assertThat(engine.stats().accepted()).isEqualTo(2);
            assertThat(engine.stats().connects()).isOne();
        }
    }

    /** Publishes one that fails amid others; answers how many connections the engine made. */
    private static long failsAlone(PublisherEngine engine, String queue, Call bad, String... words) throws Exception {
        Producer good = engine.producer(options().routingKey(queue).build());
        Receipt before = good.publish("before");
        Receipt failing = (Receipt) bad.on(engine.producer(PublishOptions.none()));
        Receipt after = good.publish("after");
        assertThat(failing.await(ANSWER)).as(failing.detail()).isEqualTo(Outcome.FAILED);
        assertThat(failing.detail()).contains(words);
        assertThat(before.await(ANSWER)).as(before.detail()).isEqualTo(Outcome.CONFIRMED);
        assertThat(after.await(ANSWER)).as(after.detail()).isEqualTo(Outcome.CONFIRMED);
        return engine.stats().connects();
    }

    private static Call declaring(Queue queue) {
        return producer -> producer.publish(
                "x", options().declare(queue).routingKey(queue.name()).build());
    }

    @Test
    void whatOnlyTheConnectionKnowsFailsWithoutBeingSent(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine =
                        PublisherEngine.builder().uri(brokers.rabbit().uri()).start()) {
            String good = client.queue("good");
            Call overAFrame = publish(options().headers(Map.of("a", "x".repeat(200_000))));
            assertThat(failsAlone(engine, good, overAFrame, "frame")).isOne();
            Call ofAnother = publish(options().userId("somebody-else"));
            assertThat(failsAlone(engine, good, ofAnother, "somebody-else")).isOne();
            assertThat(engine.stats().sent()).isEqualTo(4);
        }
    }

    @Test
    void whatTheLaneCannotSerializeFails(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine =
                        PublisherEngine.builder().uri(brokers.rabbit().uri()).start()) {
            PublishOptions onLane = options().serializeOn(SerializeOn.ENGINE).build();
            Call cyclic = producer -> producer.publish(CYCLE, onLane);
            assertThat(failsAlone(engine, client.queue("good"), cyclic, "in itself"))
                    .isOne();
        }
    }

    @Test
    void aDeclarationThatConflictsFailsItsMessagesOnly(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine =
                        PublisherEngine.builder().uri(brokers.rabbit().uri()).start()) {
            String good = client.queue("good");
            String there = client.queue("there", Map.of("x-max-length", 5));
            Queue conflicting = Queue.builder(there).maxLength(6).build();
            assertThat(failsAlone(engine, good, declaring(conflicting), there, "x-max-length", "PRECONDITION_FAILED"))
                    .as("and costs no connection")
                    .isOne();
            Exchange otherType = Exchange.of(client.exchange("there"), Exchange.FANOUT);
            Call toOtherType = producer -> producer.publish(
                    "x", options().exchange(otherType).declare(otherType).build());
            assertThat(failsAlone(engine, good, toOtherType, otherType.name(), "type"))
                    .isOne();
        }
    }

    @Test
    void aMissingExchangeFailsItsMessagesOnly(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine =
                        PublisherEngine.builder().uri(brokers.rabbit().uri()).start()) {
            Call missing = producer ->
                    producer.publish("x", options().exchange("no-such-exchange").build());
            assertThat(failsAlone(engine, client.queue("good"), missing, "no-such-exchange", "no exchange"))
                    .isOne();
        }
    }

    @Test
    void aMissingPermissionFailsItsMessagesOnly(Brokers brokers, ExpectedLogs logs) throws Exception {
        logs.expect("; reconnecting");
        RabbitNode node = brokers.rabbit();
        String user = BrokerClient.uniqueName("limited");
        node.rabbitmqctl("add_user", user, "secret"); // gone with the node
        // It may configure nothing and write to the anonymous exchange only.
        node.rabbitmqctl("set_permissions", user, "^$", "^amq\\.default$", "^$");
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ)) {
            String good = client.queue("good");
            String forbidden = client.exchange("forbidden");
            try (PublisherEngine engine = PublisherEngine.builder()
                    .uri("amqp://" + user + ":secret@127.0.0.1:" + node.port())
                    .start()) {
                Queue undeclarable = Queue.of("not-allowed");
                assertThat(failsAlone(engine, good, declaring(undeclarable), "not-allowed", "refused", user))
                        .as("a declaration costs no connection")
                        .isOne();
                Call unwritable = producer ->
                        producer.publish("x", options().exchange(forbidden).build());
                failsAlone(engine, good, unwritable, forbidden, "refused", user);
            }
        }
    }
}
