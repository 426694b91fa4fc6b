package dev.ringpost.opentelemetry;

import dev.ringpost.Offer;
import dev.ringpost.Outcome;
import dev.ringpost.PublishObserver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/** Ends a message's span with its outcome. */
final class SpanObserver implements PublishObserver {

    private final Span span;
    private final boolean recordsBodySize;

    SpanObserver(Span span, boolean recordsBodySize) {
        this.span = span;
        this.recordsBodySize = recordsBodySize;
    }

    SpanContext context() {
        return span.getSpanContext();
    }

    @Override
    public void onEncoded(int bodyBytes) {
        if (recordsBodySize) {
            span.setAttribute(Conventions.BODY_SIZE, (long) bodyBytes);
        }
    }

    @Override
    public void onOutcome(Outcome outcome, @Nullable String detail) {
        if (outcome != Outcome.CONFIRMED) {
            fail(outcome.name(), detail);
        }
        span.end();
    }

    @Override
    public void onNotAccepted(Throwable error) {
        fail(error.getClass().getName(), error.getMessage());
        span.end();
    }

    @Override
    public void onNotAccepted(Offer answer) {
        fail(answer.name(), "not accepted: there was no room");
        span.end();
    }

    private void fail(String type, @Nullable String description) {
        span.setAttribute(Conventions.ERROR_TYPE, type);
        span.setStatus(StatusCode.ERROR, description == null ? "" : description);
    }
}
