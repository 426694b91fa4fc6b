package dev.ringpost.config;

import dev.ringpost.EngineBuilder;
import dev.ringpost.PublisherEngine;
import dev.ringpost.RetryPolicy;

/** Collects the values of the section {@code engine}: the builder, and what only several of them make. Not thread-safe. */
final class EngineDraft {

    private final EngineBuilder builder = PublisherEngine.builder();
    private final RetryPolicy.Builder retry = RetryPolicy.builder();
    private final TlsDraft tls = new TlsDraft();

    EngineBuilder builder() {
        return builder;
    }

    RetryPolicy.Builder retry() {
        return retry;
    }

    TlsDraft tls() {
        return tls;
    }

    /** The builder with everything on it. */
    EngineBuilder finish() {
        builder.retryPolicy(retry.build());
        if (tls.isAny()) {
            builder.tls(tls.build());
        }
        return builder;
    }
}
