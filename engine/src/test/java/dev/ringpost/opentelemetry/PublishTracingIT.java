package dev.ringpost.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.GetResponse;
import dev.ringpost.Batching;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Receipt;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Spans of what is published to a broker, and their context as its consumer finds it. */
@IntegrationTest
class PublishTracingIT {

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final String OTHER_TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String OTHER_PARENT = "00-" + OTHER_TRACE + "-b7ad6b7169203331-01";

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = sdk(Sampler.alwaysOn());

    private OpenTelemetrySdk sdk(Sampler sampler) {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(sampler)
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
    }

    @AfterEach
    void close() {
        sdk.close();
    }

    private static PublisherEngine engine(Brokers brokers, PublishTracing tracing) {
        return PublisherEngine.builder()
                .uri(brokers.embedded().uri())
                .name("traced")
                .lanes(1)
                .interceptor(tracing)
                .start();
    }

    private static PublishOptions to(String queue) {
        return PublishOptions.builder().routingKey(queue).build();
    }

    private static String traceparent(GetResponse message) {
        Map<String, Object> headers = message.getProps().getHeaders();
        assertThat(headers).isNotNull();
        return String.valueOf(headers.get("traceparent"));
    }

    private SpanData onlySpan() {
        List<SpanData> spans = exporter.getFinishedSpanItems();
        assertThat(spans).hasSize(1);
        return spans.get(0);
    }

    @Test
    void aSpanIsTheChildOfItsCallersAndTheParentOfItsConsumers(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                PublisherEngine engine = engine(brokers, PublishTracing.withBodySize(sdk))) {
            String queue = client.queue("traced");
            Producer producer = engine.producer(to(queue));
            Span caller = sdk.getTracer("test").spanBuilder("caller").startSpan();
            try (Scope scope = caller.makeCurrent()) {
                assertThat(scope).isNotNull();
                PublishOptions options = PublishOptions.builder()
                        .messageId("m-1")
                        .correlationId("c-1")
                        .build();
                assertThat(producer.publish("text", options).await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
            }
            SpanData span = onlySpan();
            assertThat(span.getName()).isEqualTo("publish " + queue);
            assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
            assertThat(span.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
            assertThat(span.getTraceId()).isEqualTo(caller.getSpanContext().getTraceId());
            assertThat(span.getStatus()).isEqualTo(StatusData.unset());
            assertThat(span.getAttributes().asMap())
                    .containsEntry(Conventions.SYSTEM, "rabbitmq")
                    .containsEntry(Conventions.OPERATION_NAME, "publish")
                    .containsEntry(Conventions.OPERATION_TYPE, "send")
                    .containsEntry(Conventions.DESTINATION_NAME, queue)
                    .containsEntry(Conventions.ROUTING_KEY, queue)
                    .containsEntry(Conventions.MESSAGE_ID, "m-1")
                    .containsEntry(Conventions.CONVERSATION_ID, "c-1")
                    .containsEntry(Conventions.BODY_SIZE, 4L)
                    .containsEntry(
                            Conventions.SERVER_PORT, (long) brokers.embedded().port())
                    .containsKey(Conventions.SERVER_ADDRESS)
                    .doesNotContainKey(Conventions.ERROR_TYPE);
            assertThat(traceparent(client.get(queue)))
                    .isEqualTo("00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                            + span.getSpanContext().getTraceFlags().asHex());
        }
    }

    @Test
    void theFormsWithoutAnAllocationAreTracedToo(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                PublisherEngine engine = engine(brokers, PublishTracing.of(sdk))) {
            String queue = client.queue("traced");
            engine.producer(to(queue)).publish(new byte[10], 0, 10, 7);
            assertThat(engine.flush(ANSWER)).isTrue();
            SpanData span = onlySpan();
            assertThat(span.getParentSpanContext().isValid())
                    .as("a trace begins here")
                    .isFalse();
            assertThat(traceparent(client.get(queue))).contains(span.getTraceId(), span.getSpanId());
        }
    }

    @Test
    void whatIsNotConfirmedIsAnError(Brokers brokers) throws Exception {
        try (PublisherEngine engine = engine(brokers, PublishTracing.of(sdk))) {
            Producer producer = engine.producer(
                    to("no-such-queue").toBuilder().mandatory(true).build());
            assertThat(producer.publish("text").await(ANSWER)).isEqualTo(Outcome.RETURNED);
            SpanData span = onlySpan();
            assertThat(span.getAttributes().get(Conventions.ERROR_TYPE)).isEqualTo("RETURNED");
            assertThat(span.getStatus().getDescription()).contains("returned by the broker");
            exporter.reset();
            PublishOptions encoded =
                    PublishOptions.builder().contentType("text/plain").build();
            assertThatThrownBy(() -> producer.publish(List.of(1), encoded)).isInstanceOf(InvalidMessageException.class);
            assertThat(onlySpan().getAttributes().get(Conventions.ERROR_TYPE))
                    .isEqualTo(InvalidMessageException.class.getName());
        }
    }

    @Test
    void aContextThatAMessageBringsIsLinkedToAndStays(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                PublisherEngine engine = engine(brokers, PublishTracing.of(sdk))) {
            String queue = client.queue("traced");
            PublishOptions own = PublishOptions.builder()
                    .headers(Map.of("traceparent", OTHER_PARENT))
                    .build();
            engine.producer(to(queue)).publish("text", own).await(ANSWER);
            SpanData span = onlySpan();
            assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
            assertThat(span.getTraceId()).isNotEqualTo(OTHER_TRACE);
            assertThat(span.getLinks())
                    .singleElement()
                    .satisfies(link ->
                            assertThat(link.getSpanContext().getTraceId()).isEqualTo(OTHER_TRACE));
            assertThat(traceparent(client.get(queue))).isEqualTo(OTHER_PARENT);
        }
    }

    @Test
    void whatIsNotSampledLeavesNoSpanAndSaysSo(Brokers brokers) throws Exception {
        try (OpenTelemetrySdk none = sdk(Sampler.alwaysOff());
                BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                PublisherEngine engine = engine(brokers, PublishTracing.of(none))) {
            String queue = client.queue("traced");
            engine.producer(to(queue)).publish("text").await(ANSWER);
            assertThat(exporter.getFinishedSpanItems()).isEmpty();
            assertThat(traceparent(client.get(queue)))
                    .as("the last bit is: sampled")
                    .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[02]");
        }
    }

    @Test
    void withoutAnSdkNothingIsAdded(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                PublisherEngine engine = engine(brokers, PublishTracing.of(OpenTelemetry.noop()))) {
            String queue = client.queue("traced");
            engine.producer(to(queue)).publish("text").await(ANSWER);
            Map<String, Object> headers = client.get(queue).getProps().getHeaders();
            assertThat(headers == null || headers.isEmpty()).isTrue();
        }
    }

    @Test
    void recordsShareMessagesWhoseSpansLinkToTheirs(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.EMBEDDED);
                PublisherEngine engine = engine(brokers, PublishTracing.of(sdk))) {
            String queue = client.queue("traced");
            Producer producer = engine.producer(to(queue).toBuilder()
                    .batching(Batching.of(3, 10_000).linger(ANSWER))
                    .build());
            List<Receipt> receipts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Span caller = sdk.getTracer("test").spanBuilder("caller").startSpan();
                try (Scope scope = caller.makeCurrent()) {
                    assertThat(scope).isNotNull();
                    receipts.add(producer.publish("record " + i));
                }
            }
            for (Receipt receipt : receipts) {
                assertThat(receipt.await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
            }
            assertThat(engine.stats().amqpMessages()).isEqualTo(1);
            List<SpanData> spans = exporter.getFinishedSpanItems();
            List<SpanData> created = spans.stream()
                    .filter(span -> span.getName().equals("create " + queue))
                    .toList();
            assertThat(created)
                    .hasSize(3)
                    .allSatisfy(span ->
                            assertThat(span.getParentSpanContext().isValid()).isTrue());
            SpanData sent = spans.stream()
                    .filter(span -> span.getName().equals("publish " + queue))
                    .findFirst()
                    .orElseThrow();
            assertThat(spans).hasSize(4);
            assertThat(sent.getLinks())
                    .extracting(link -> link.getSpanContext().getSpanId())
                    .containsExactlyInAnyOrderElementsOf(
                            created.stream().map(SpanData::getSpanId).toList());
            assertThat(sent.getAttributes().get(Conventions.MESSAGE_COUNT)).isEqualTo(3);
            GetResponse message = client.get(queue);
            assertThat(traceparent(message)).contains(sent.getTraceId(), sent.getSpanId());
            assertThat(message.getProps().getHeaders()).containsKey("ringpost-records");
        }
    }
}
