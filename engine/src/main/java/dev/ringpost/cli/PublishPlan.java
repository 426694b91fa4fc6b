package dev.ringpost.cli;

import com.fasterxml.jackson.core.JsonPointer;
import dev.ringpost.EngineBuilder;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.tls.Tls;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of the command, checked as far as that is possible without a broker.
 *
 * @param input what is read
 * @param format what its lines are
 * @param repeat how often it is read
 * @param strict whether the first bad line ends the run
 * @param keyPointer where a line has its routing key, or {@code null}
 * @param perSecond messages a second, or {@code null} for as many as go
 * @param destination where messages go
 * @param packing how lines become AMQP messages
 * @param engine how the engine is set up
 */
record PublishPlan(
        Input input,
        Format format,
        int repeat,
        boolean strict,
        @Nullable JsonPointer keyPointer,
        @Nullable Double perSecond,
        Destination destination,
        Packing packing,
        Engine engine) {

    /**
     * How the engine is set up; {@code null} means its own default.
     *
     * @param uris brokers; none for the embedded one
     * @param tls for {@code amqps}
     * @param lanes number of lanes
     * @param ringSize slots a lane
     * @param maxMessageBytes the largest body
     * @param deliveryTimeout from accepted to outcome, and also how long to wait for room
     * @param closeTimeout for the last outcomes
     */
    record Engine(
            List<String> uris,
            @Nullable Tls tls,
            @Nullable Integer lanes,
            @Nullable Integer ringSize,
            @Nullable Integer maxMessageBytes,
            Duration deliveryTimeout,
            Duration closeTimeout) {

        Engine {
            uris = List.copyOf(uris);
        }

        boolean isEmbedded() {
            return uris.isEmpty();
        }

        /** A builder for brokers that may be others than {@link #uris}, the embedded one. */
        EngineBuilder builder(List<String> brokers) {
            EngineBuilder builder = PublisherEngine.builder()
                    .deliveryTimeout(deliveryTimeout)
                    .enqueueTimeout(deliveryTimeout)
                    .closeTimeout(closeTimeout);
            brokers.forEach(builder::uri);
            if (tls != null) {
                builder.tls(tls);
            }
            if (lanes != null) {
                builder.lanes(lanes);
            }
            if (ringSize != null) {
                builder.ringSize(ringSize);
            }
            if (maxMessageBytes != null) {
                builder.maxMessageBytes(maxMessageBytes);
            }
            return builder;
        }
    }

    /** What every message is published with, but for its routing key. */
    PublishOptions options() {
        return packing.over(destination.options(format));
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
        long size = input.sizeBytes();
        return size < 0 ? -1 : size * repeat;
    }
}
