package dev.ringpost.testing;

import dev.ringpost.EngineBuilder;
import dev.ringpost.FrameEncoding;
import dev.ringpost.PublisherEngine;
import dev.ringpost.embedded.EmbeddedBroker;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The brokers of the JVM, each started when first asked for and stopped after the last test: the embedded one, the RabbitMQ
 * node that {@link RabbitTest} classes share, and a second node that a test may kill, stop and alarm if it leaves it
 * running in order.
 *
 * <p>A test asks for it by a parameter of this type, see {@link IntegrationTest}. Without RabbitMQ the tests that need it
 * are skipped, or fail where {@link RabbitExtension#REQUIRED} says so.
 */
public final class Brokers implements AutoCloseable {

    /** The largest message that the {@link #rough()} node takes. */
    public static final int ROUGH_MAX_MESSAGE_BYTES = 200_000;

    private final SharedNode sharedNode;
    private @Nullable EmbeddedBroker embedded;
    private @Nullable RabbitNode rough;

    /** Where the shared node comes from. */
    interface SharedNode {
        /** Starts it if need be. */
        RabbitNode get();
    }

    Brokers(SharedNode sharedNode) {
        this.sharedNode = sharedNode;
    }

    /** Every kind of broker with both ways of framing: for {@code @MethodSource}. */
    public static Stream<Arguments> withEncodings() {
        return Arrays.stream(BrokerKind.values())
                .flatMap(kind -> Stream.of(FrameEncoding.TEMPLATE, FrameEncoding.LIBRARY)
                        .map(encoding -> Arguments.of(kind, encoding)));
    }

    /** The embedded broker. */
    public synchronized EmbeddedBroker embedded() {
        EmbeddedBroker started = embedded;
        if (started == null) {
            started = EmbeddedBroker.start();
            embedded = started;
        }
        return started;
    }

    /** The RabbitMQ node for tests that do it no harm. */
    public RabbitNode rabbit() {
        requireRabbit();
        return sharedNode.get();
    }

    /** The RabbitMQ node for tests that hurt it; it takes messages up to {@link #ROUGH_MAX_MESSAGE_BYTES}. */
    public synchronized RabbitNode rough() {
        requireRabbit();
        RabbitNode started = rough;
        if (started == null) {
            started = RabbitNode.start(
                    RabbitOptions.defaults().withConfig("max_message_size = " + ROUGH_MAX_MESSAGE_BYTES));
            rough = started;
        }
        return started;
    }

    /** The URI of the shared broker of this kind. */
    public String uri(BrokerKind kind) {
        return kind == BrokerKind.EMBEDDED ? embedded().uri() : rabbit().uri();
    }

    /** The port of the shared broker of this kind. */
    public int port(BrokerKind kind) {
        return kind == BrokerKind.EMBEDDED ? embedded().port() : rabbit().port();
    }

    /** A builder for an engine on this broker. */
    public EngineBuilder engine(BrokerKind kind, FrameEncoding encoding) {
        return PublisherEngine.builder().uri(uri(kind)).frameEncoding(encoding).name("it");
    }

    /** A plain client of this broker. */
    public BrokerClient client(BrokerKind kind) {
        return BrokerClient.connect(uri(kind));
    }

    private static void requireRabbit() {
        if (!RabbitNode.isInstalled()) {
            String message = "RabbitMQ is not installed; install it with `apt-get install rabbitmq-server`";
            if (Boolean.getBoolean(RabbitExtension.REQUIRED)) {
                throw new IllegalStateException(message);
            }
            Assumptions.abort(message);
        }
    }

    @Override
    public synchronized void close() {
        if (embedded != null) {
            embedded.close();
        }
        if (rough != null) {
            rough.close();
        }
    }
}
