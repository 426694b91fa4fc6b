package dev.ringpost.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.Batching;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import dev.ringpost.testing.RabbitTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.rabbit.annotation.EnableRabbit;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.support.postprocessor.DelegatingDecompressingPostProcessor;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

/** A listener container of Spring AMQP calls a plain listener for each record of {@code spring} batches. */
@IntegrationTest
@RabbitTest
class SpringListenerIT {

    private static final int RECORDS = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** An application as Spring's documentation has it. */
    @Configuration(proxyBeanMethods = false)
    @EnableRabbit
    static class Application {

        @Bean
        ConnectionFactory connectionFactory(@Value("${uri}") URI uri) {
            return new CachingConnectionFactory(uri);
        }

        @Bean
        SimpleRabbitListenerContainerFactory rabbitListenerContainerFactory(ConnectionFactory connectionFactory) {
            SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
            factory.setConnectionFactory(connectionFactory);
            factory.setAfterReceivePostProcessors(new DelegatingDecompressingPostProcessor());
            return factory;
        }

        @Bean
        Listener listener() {
            return new Listener();
        }
    }

    /** Keeps what it is called with. */
    static class Listener {
        private final Queue<String> texts = new ConcurrentLinkedQueue<>();
        private final Queue<byte[]> bodies = new ConcurrentLinkedQueue<>();

        @RabbitListener(queues = "${texts}")
        void text(String record) {
            texts.add(record);
        }

        @RabbitListener(queues = "${bodies}")
        void body(byte[] record) {
            bodies.add(record);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "gzip-rfc1952")
    void everyRecordIsHeardByItself(@Nullable String compression, Brokers brokers) throws Exception {
        List<String> texts = IntStream.range(0, RECORDS)
                .mapToObj(i -> i + " wörld ".repeat(i % 20))
                .toList();
        List<byte[]> bodies = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine = Interop.engine(brokers)) {
            String textQueue = client.queue("spring-texts");
            String bodyQueue = client.queue("spring-bodies");
            Interop.publishRecords(engine, options(textQueue, compression), texts);
            Interop.publishRecords(engine, options(bodyQueue, compression), bodies);
            Listener listener =
                    listen(Map.of("uri", brokers.uri(BrokerKind.RABBITMQ), "texts", textQueue, "bodies", bodyQueue));
            assertThat(listener.texts).containsExactlyElementsOf(texts);
            assertThat(listener.bodies).containsExactlyElementsOf(bodies);
            assertThat(client.depth(textQueue) + client.depth(bodyQueue))
                    .as("messages that were not acknowledged")
                    .isZero();
        }
    }

    /** Runs the application until it has heard what there is. */
    private static Listener listen(Map<String, Object> settings) throws Exception {
        try (AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext()) {
            spring.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
            spring.register(Application.class);
            spring.refresh();
            Listener listener = spring.getBean(Listener.class);
            Await.until(
                    "all records are heard",
                    PATIENCE,
                    () -> listener.texts.size() >= RECORDS && listener.bodies.size() >= RECORDS);
            return listener;
        }
    }

    private static PublishOptions options(String queue, @Nullable String compression) {
        PublishOptions.Builder options = PublishOptions.builder()
                .exchange("")
                .routingKey(queue)
                .batching(Batching.of(100, 65_536).format("spring"));
        return (compression == null ? options : options.compression(compression)).build();
    }
}
