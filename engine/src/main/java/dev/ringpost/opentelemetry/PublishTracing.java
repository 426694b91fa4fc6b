package dev.ringpost.opentelemetry;

import dev.ringpost.OutgoingMessage;
import dev.ringpost.OutgoingPack;
import dev.ringpost.PublishInterceptor;
import dev.ringpost.PublishObserver;
import dev.ringpost.PublishOptions;
import dev.ringpost.SendObserver;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A span for each message that is published, and its context in the message's headers, so that consumers can go on with the
 * trace: {@code builder.interceptor(PublishTracing.of(openTelemetry))}.
 *
 * <p>Spans follow OpenTelemetry's semantic conventions for messaging and RabbitMQ (still in development): kind
 * {@code PRODUCER}, name {@code publish EXCHANGE:KEY}, child of the context that is current where {@code publish} is called.
 * A span ends with the message's {@link dev.ringpost.Outcome}, so its length is the time until the broker's confirm; any other
 * outcome than {@code CONFIRMED} is an error, with the outcome as {@code error.type} and its detail as the description. So is a
 * message that was not accepted, with the class of the exception, or the answer of {@code tryPublish}.
 *
 * <p><b>Headers:</b> whatever fields the configured propagator writes, W3C's {@code traceparent} above all, as strings. A
 * message that carries one of these already keeps all of its own: its span has a link to that context and is of kind
 * {@code CLIENT}, as the trace that consumers see was begun elsewhere.
 *
 * <p><b>Sampling</b> is the SDK's. A message whose span is not recorded costs the call of the sampler; its context, which says
 * so, still goes into the headers, as the specification has it.
 *
 * <p><b>Record batching:</b> a header of its own for each record would leave each alone in its AMQP message. So records get
 * none: each has a span {@code create EXCHANGE:KEY}, ended with its outcome as above; and each AMQP message that holds a
 * recorded one has a span {@code publish EXCHANGE:KEY} with links to those of its records and their number, ended when it was
 * written, whose context is what consumers find in its headers. It is a child of the first of these records, so that it is
 * sampled as that is. Sent again, an AMQP message has another one.
 *
 * <p>A failure of the SDK's (a sampler's, a propagator's) is logged once and costs a trace, never a message.
 *
 * <p>Thread-safe. The Java agent's own instrumentation of RabbitMQ sees nothing of what an engine publishes, so no span is
 * there twice.
 */
public final class PublishTracing implements PublishInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(PublishTracing.class);
    private static final String SCOPE = "dev.ringpost";

    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final boolean recordsBodySize;
    private final Destinations destinations = new Destinations();
    private final AtomicBoolean toldFailure = new AtomicBoolean();

    private PublishTracing(OpenTelemetry openTelemetry, boolean recordsBodySize) {
        this.tracer = openTelemetry.getTracer(SCOPE);
        this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
        this.recordsBodySize = recordsBodySize;
    }

    /** With the tracer and the propagators of an SDK. */
    public static PublishTracing of(OpenTelemetry openTelemetry) {
        return new PublishTracing(openTelemetry, false);
    }

    /** The same, with {@code messaging.message.body.size}, which the conventions leave to who asks for it. */
    public static PublishTracing withBodySize(OpenTelemetry openTelemetry) {
        return new PublishTracing(openTelemetry, true);
    }

    @Override
    public @Nullable PublishObserver beforePublish(OutgoingMessage message) {
        try {
            return trace(message);
        } catch (RuntimeException e) { // of a sampler or propagator: no reason not to publish
            if (toldFailure.compareAndSet(false, true)) {
                LOG.warn("tracing failed, and messages go out without a trace wherever it does; this is said once", e);
            }
            return null;
        }
    }

    private @Nullable PublishObserver trace(OutgoingMessage message) {
        PublishOptions options = message.options();
        boolean isRecord = options.batching() != null;
        boolean hasContext = hasContext(message.headers());
        Destination destination = destinations.of(message.exchange(), message.routingKey(), message.brokerAddress());
        SpanBuilder builder = isRecord
                ? tracer.spanBuilder(destination.createName()).setAllAttributes(destination.createAttributes())
                : tracer.spanBuilder(destination.publishName()).setAllAttributes(destination.publishAttributes());
        builder.setSpanKind(hasContext ? SpanKind.CLIENT : SpanKind.PRODUCER);
        if (hasContext) {
            link(builder, message.headers());
        }
        Span span = builder.startSpan();
        try {
            if (!hasContext && !isRecord) {
                propagator.inject(Context.current().with(span), message::addHeader, HeaderSetter.INSTANCE);
            }
            if (!span.isRecording()) {
                return null;
            }
            describe(span, options);
            return new SpanObserver(span, recordsBodySize);
        } catch (RuntimeException e) {
            span.end();
            throw e;
        }
    }

    @Override
    public @Nullable SendObserver beforeSend(OutgoingPack pack) {
        boolean hasContext = hasContext(pack.headers());
        Destination destination = destinations.of(pack.exchange(), pack.routingKey(), pack.brokerAddress());
        SpanBuilder builder = tracer.spanBuilder(destination.publishName())
                .setAllAttributes(destination.publishAttributes())
                .setAttribute(Conventions.MESSAGE_COUNT, (long) pack.recordCount())
                .setSpanKind(hasContext ? SpanKind.CLIENT : SpanKind.PRODUCER);
        Context first = null;
        for (PublishObserver observer : pack.observers()) {
            if (observer instanceof SpanObserver record) {
                builder.addLink(record.context());
                first = first == null ? Context.root().with(Span.wrap(record.context())) : first;
            }
        }
        Context parent = first == null ? Context.root() : first;
        Span span = builder.setParent(parent).startSpan();
        if (!hasContext) {
            propagator.inject(parent.with(span), pack::addHeader, HeaderSetter.INSTANCE);
        }
        return error -> {
            if (error != null) {
                span.setAttribute(Conventions.ERROR_TYPE, Conventions.WRITE_ERROR);
                span.setStatus(StatusCode.ERROR, error);
            }
            span.end();
        };
    }

    /** Whether a message brings a context of its own, which is to stay. */
    private boolean hasContext(Map<String, Object> headers) {
        return !headers.isEmpty() && propagator.fields().stream().anyMatch(headers::containsKey);
    }

    private void link(SpanBuilder builder, Map<String, Object> headers) {
        SpanContext creation = Span.fromContext(propagator.extract(Context.root(), headers, HeaderGetter.INSTANCE))
                .getSpanContext();
        if (creation.isValid()) {
            builder.addLink(creation);
        }
    }

    private static void describe(Span span, PublishOptions options) {
        String messageId = options.messageId();
        if (messageId != null) {
            span.setAttribute(Conventions.MESSAGE_ID, messageId);
        }
        String correlationId = options.correlationId();
        if (correlationId != null) {
            span.setAttribute(Conventions.CONVERSATION_ID, correlationId);
        }
    }
}
