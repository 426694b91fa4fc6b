package dev.ringpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Exchanges, queues and bindings as values. */
class EntityTest {

    private static final Exchange EVENTS = Exchange.of("events", Exchange.TOPIC);

    @Test
    void anExchangeIsDurableAndDirectUnlessSaidOtherwise() {
        Exchange plain = Exchange.builder("orders").build();
        assertThat(plain.type()).isEqualTo("direct");
        assertThat(plain.durable()).isTrue();
        assertThat(plain.isVolatile()).isFalse();
        assertThat(plain.isDeclarable()).isTrue();
        assertThat(plain.deliveryMode()).isNull();
        assertThat(Exchange.builder("orders").autoDelete(true).build().isVolatile())
                .isTrue();
        assertThat(plain).hasToString("exchange \"orders\"");
    }

    @Test
    void whatEveryBrokerHasIsNeverDeclared() {
        assertThat(Exchange.ANONYMOUS.isDeclarable()).isFalse();
        assertThat(Exchange.of("amq.topic", Exchange.TOPIC).isDeclarable()).isFalse();
        assertThat(Exchange.builder("mine").noDeclare(true).build().isDeclarable())
                .isFalse();
        assertThat(Queue.builder("mine").noDeclare(true).build().isDeclarable()).isFalse();
    }

    @Test
    void everyPartOfAnExchangesDefinitionCounts() {
        Exchange plain = Exchange.builder("e").build();
        assertThat(Exchange.builder("e").build()).isEqualTo(plain).hasSameHashCodeAs(plain);
        List<UnaryOperator<Exchange.Builder>> changes = List.of(
                builder -> builder.type(Exchange.FANOUT),
                builder -> builder.durable(false),
                builder -> builder.autoDelete(true),
                builder -> builder.passive(true),
                builder -> builder.internal(true),
                builder -> builder.noDeclare(true),
                builder -> builder.deliveryMode(DeliveryMode.TRANSIENT),
                builder -> builder.arguments(Map.of("alternate-exchange", "other")));
        for (UnaryOperator<Exchange.Builder> change : changes) {
            assertThat(change.apply(Exchange.builder("e")).build()).isNotEqualTo(plain);
        }
    }

    @Test
    void theArgumentsOfAQueueAreIntegersInMilliseconds() {
        Queue queue = Queue.builder("q")
                .expires(Duration.ofSeconds(90))
                .messageTtl(Duration.ofNanos(1_999_999))
                .maxLength(5)
                .maxLengthBytes(3_000_000_000L)
                .maxPriority(9)
                .type(QueueType.CLASSIC)
                .build();
        assertThat(queue.arguments())
                .isEqualTo(Map.of(
                        "x-expires", 90_000,
                        "x-message-ttl", 1,
                        "x-max-length", 5,
                        "x-max-length-bytes", 3_000_000_000L,
                        "x-max-priority", 9,
                        "x-queue-type", "classic"));
        assertThat(Queue.builder("q").messageTtl(Duration.ZERO).build().arguments())
                .containsEntry("x-message-ttl", 0);
    }

    @Test
    void theBuildersMethodsGoBeforeArgumentsOfTheSameName() {
        Map<String, Object> given = new HashMap<>(Map.of("x-max-priority", 3, "x-overflow", "reject-publish"));
        Queue.Builder builder = Queue.builder("q").maxPriority(9).arguments(given);
        given.put("x-max-priority", 7);
        given.clear();
        assertThat(builder.build().arguments()).isEqualTo(Map.of("x-max-priority", 9, "x-overflow", "reject-publish"));
    }

    @Test
    void narrowIntegersBecomeOrdinaryOnesAndFractionsAreRefused() {
        assertThat(Queue.builder("q")
                        .arguments(Map.of("x-max-length", (short) 5, "x-expires", 60_000L))
                        .build()
                        .arguments())
                .isEqualTo(Map.of("x-max-length", 5, "x-expires", 60_000));
        assertThatThrownBy(() -> Queue.builder("q")
                        .arguments(Map.of("x-max-length", 5.0))
                        .build())
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContainingAll("queue \"q\"", "x-max-length", "Double 5.0", "integers");
        assertThat(Queue.builder("q").arguments(Map.of("x-mine", 1.5)).build().arguments())
                .containsEntry("x-mine", 1.5);
        assertThatThrownBy(() -> Queue.builder("q").arguments(Map.of("x-thread", new Thread())))
                .hasMessageContaining("argument \"x-thread\"");
    }

    @Test
    void whatGoesByItselfIsVolatile() {
        assertThat(Queue.of("q").isVolatile()).isFalse();
        assertThat(Queue.builder("q").autoDelete(true).build().isVolatile()).isTrue();
        assertThat(Queue.builder("q").expires(Duration.ofMillis(1)).build().isVolatile())
                .isTrue();
        assertThat(Queue.builder("q").arguments(Map.of("x-expires", 9)).build().isVolatile())
                .isTrue();
        Queue exclusive = Queue.builder("q").exclusive(true).build();
        assertThat(exclusive.autoDelete()).as("exclusive means auto-delete").isTrue();
        assertThat(exclusive.isVolatile()).isTrue();
        assertThat(Binding.of(exclusive, EVENTS, "k").isVolatile()).isTrue();
        assertThat(Binding.of(Queue.of("q"), EVENTS, "k").isVolatile()).isFalse();
    }

    @Test
    void bindingsTakeThePlaceOfTheQueuesOwnExchange() {
        Queue own = Queue.builder("q").exchange(EVENTS).routingKey("a.*").build();
        assertThat(own.ownBinding()).isEqualTo(new Binding.Source(EVENTS, "a.*", Map.of()));
        Exchange other = Exchange.of("other", Exchange.DIRECT);
        Queue bound = Queue.builder("q").exchange(EVENTS).bind(other, "k").build();
        assertThat(bound.ownBinding()).isNull();
        assertThat(bound.bindings()).containsExactly(new Binding.Source(other, "k", Map.of()));
        assertThat(Queue.builder("q").exchange(Exchange.ANONYMOUS).build().ownBinding())
                .as("nothing to bind to")
                .isNull();
    }

    @Test
    void everyPartOfAQueuesDefinitionCountsButTheCallback() {
        Queue plain = Queue.of("q");
        assertThat(Queue.builder("q").onDeclared(info -> {}).build())
                .isEqualTo(plain)
                .hasSameHashCodeAs(plain);
        List<UnaryOperator<Queue.Builder>> changes = List.of(
                builder -> builder.durable(false),
                builder -> builder.exclusive(true),
                builder -> builder.autoDelete(true),
                builder -> builder.noDeclare(true),
                builder -> builder.maxLength(1),
                builder -> builder.exchange(EVENTS),
                builder -> builder.bind(EVENTS, "k"));
        for (UnaryOperator<Queue.Builder> change : changes) {
            assertThat(change.apply(Queue.builder("q")).build()).isNotEqualTo(plain);
        }
        assertThat(Queue.builder("q").exchange(EVENTS).routingKey("a").build())
                .isNotEqualTo(
                        Queue.builder("q").exchange(EVENTS).routingKey("b").build());
    }

    @Test
    void eachServerNamedQueueIsItsOwn() {
        Queue.Builder builder = Queue.serverNamed().exclusive(true);
        Queue first = builder.build();
        assertThat(first).isNotEqualTo(builder.build()).hasToString("server-named queue");
        assertThatThrownBy(() -> Queue.of("")).hasMessageContaining("serverNamed()");
    }

    @Test
    void whatNoBrokerTakesIsRefusedAtOnce() {
        refused(Queue.builder("q").type(QueueType.QUORUM).durable(false), "quorum", "durable");
        refused(Queue.builder("q").type(QueueType.QUORUM).exclusive(true), "exclusive");
        refused(Queue.builder("q").type(QueueType.STREAM).autoDelete(true), "stream", "auto-delete");
        refused(Queue.builder("q").type(QueueType.QUORUM).maxPriority(3), "x-max-priority");
        refused(Queue.builder("q").type(QueueType.STREAM).messageTtl(Duration.ofSeconds(1)), "x-message-ttl");
        refused(Queue.serverNamed().type(QueueType.STREAM), "needs a name");
        refused(Queue.builder("q").arguments(Map.of("x-queue-type", "quorum")).durable(false), "durable");
        assertThatThrownBy(() -> Queue.builder("q").maxPriority(256)).hasMessageContaining("x-max-priority");
        assertThatThrownBy(() -> Queue.builder("q").expires(Duration.ofNanos(999_999)))
                .hasMessageContaining("x-expires");
        assertThatThrownBy(() -> Queue.of("x".repeat(256))).hasMessageContaining("256 bytes");
        assertThatThrownBy(() -> Exchange.builder("é".repeat(128))).hasMessageContaining("256 bytes");
        assertThatThrownBy(() -> Binding.of(Queue.of("q"), Exchange.ANONYMOUS, "k"))
                .hasMessageContaining("anonymous");
        assertThatThrownBy(() -> Binding.of(Exchange.ANONYMOUS, EVENTS, "k")).hasMessageContaining("anonymous");
        assertThatThrownBy(() -> Binding.of(Queue.of("q"), EVENTS, "k".repeat(300)))
                .hasMessageContaining("routing key");
    }

    private static void refused(Queue.Builder builder, String... texts) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContainingAll(texts);
    }

    @Test
    void bindingsAreEqualByTheirEndsKeyAndArguments() {
        Queue queue = Queue.of("q");
        Binding binding = Binding.of(queue, EVENTS, "k");
        assertThat(Binding.of(Queue.of("q"), EVENTS, "k")).isEqualTo(binding).hasSameHashCodeAs(binding);
        assertThat(Binding.of(queue, EVENTS, "other")).isNotEqualTo(binding);
        assertThat(Binding.of(Exchange.of("q", Exchange.DIRECT), EVENTS, "k")).isNotEqualTo(binding);
        assertThat(Binding.of(queue, new Binding.Source(EVENTS, "k", Map.of("x-match", "any"))))
                .isNotEqualTo(binding);
        assertThat(binding).hasToString("binding of queue \"q\" to exchange \"events\" with key \"k\"");
    }
}
