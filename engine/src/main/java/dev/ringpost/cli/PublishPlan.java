package dev.ringpost.cli;

import com.fasterxml.jackson.core.JsonPointer;
import dev.ringpost.EngineBuilder;
import dev.ringpost.PublishOptions;
import dev.ringpost.RetryPolicy;
import dev.ringpost.config.LoadedConfig;
import dev.ringpost.tls.Tls;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of the command, checked as far as that is possible without a broker.
 *
 * @param reading what is read
 * @param keyPointer where a line has its routing key, or {@code null}
 * @param destination where messages go
 * @param declarations what is declared there first
 * @param message what every message carries because it was given
 * @param packing how lines become AMQP messages
 * @param engine how the engine is set up
 */
record PublishPlan(
        Reading reading,
        @Nullable JsonPointer keyPointer,
        Destination destination,
        Declarations declarations,
        PublishOptions message,
        Packing packing,
        Engine engine) {

    /**
     * What is read, and how fast.
     *
     * @param input where from
     * @param format what its lines are
     * @param csv how CSV is read
     * @param repeat how often it is read
     * @param strict whether the first bad line ends the run
     * @param perSecond messages a second, or {@code null} for as many as go
     */
    record Reading(
            Input input,
            Format format,
            CsvReading.Dialect csv,
            int repeat,
            boolean strict,
            @Nullable Double perSecond) {}

    /**
     * How large the engine is; {@code null} means its own default.
     *
     * @param lanes number of lanes
     * @param ringSize slots a lane
     * @param maxMessageBytes the largest body
     */
    record Size(
            @Nullable Integer lanes,
            @Nullable Integer ringSize,
            @Nullable Integer maxMessageBytes) {

        void applyTo(EngineBuilder builder) {
            if (lanes != null) {
                builder.lanes(lanes);
            }
            if (ringSize != null) {
                builder.ringSize(ringSize);
            }
            if (maxMessageBytes != null) {
                builder.maxMessageBytes(maxMessageBytes);
            }
        }
    }

    /**
     * How long the engine waits, and how often it tries; {@code null} means its own default.
     *
     * @param deliveryTimeout from accepted to outcome, and also how long to wait for room
     * @param confirmTimeout from sent to tried again
     * @param closeTimeout for the last outcomes
     * @param retryPolicy after a nack or a confirm timeout
     */
    record Patience(
            @Nullable Duration deliveryTimeout,
            @Nullable Duration confirmTimeout,
            @Nullable Duration closeTimeout,
            @Nullable RetryPolicy retryPolicy) {

        /** The command's own default: who watches does not want to wait for longer. */
        private static final Duration USUAL_DELIVERY = Duration.ofSeconds(60);

        void applyTo(EngineBuilder builder, LoadedConfig config) {
            boolean isConfigured = config.isFromFile() || config.boundsDelivery();
            Duration delivery = deliveryTimeout == null && !isConfigured ? USUAL_DELIVERY : deliveryTimeout;
            if (delivery != null) {
                builder.deliveryTimeout(delivery);
            }
            if (closeTimeout != null) {
                builder.closeTimeout(closeTimeout);
            }
            if (confirmTimeout != null) {
                builder.confirmTimeout(confirmTimeout);
            }
            if (retryPolicy != null) {
                builder.retryPolicy(retryPolicy);
            }
        }
    }

    /**
     * How the engine is set up.
     *
     * @param config what goes before the engine's own defaults, and behind all that follows
     * @param uris brokers; none for those of {@code config}, or else the embedded one
     * @param tls for {@code amqps}, or {@code null}
     * @param size how large it is
     * @param patience how long it waits
     */
    record Engine(
            LoadedConfig config,
            List<String> uris,
            @Nullable Tls tls,
            Size size,
            Patience patience) {

        Engine {
            uris = List.copyOf(uris);
        }

        boolean isEmbedded() {
            return uris.isEmpty() && !config.hasUris();
        }

        /** A builder for brokers that may be others than {@link #uris}, the embedded one. */
        EngineBuilder builder(List<String> brokers) {
            EngineBuilder builder = config.newBuilder();
            patience.applyTo(builder, config);
            brokers.forEach(builder::uri);
            if (tls != null) {
                builder.tls(tls);
            }
            size.applyTo(builder);
            // Who reads a file waits for room, even if the file is an application's that would not.
            return builder.enqueueTimeout(builder.buildSettings().timeouts().delivery());
        }
    }

    /** What every message is published with, but for its routing key. */
    PublishOptions options() {
        return packing.over(message.over(destination.options(reading.format())));
    }

    /** Where messages go, for people. */
    String destinationText() {
        if (keyPointer == null) {
            return destination.toString();
        }
        return new Destination(destination.exchange(), "", null, false) + ", routing key from " + keyPointer;
    }

    /** The size of all that will be read, or -1 if only reading can tell. */
    long totalBytes() {
        long size = reading.input().sizeBytes();
        return size < 0 ? -1 : size * reading.repeat();
    }
}
