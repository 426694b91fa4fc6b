package dev.ringpost.faults;

import dev.ringpost.Batching;
import dev.ringpost.PublishOptions;
import dev.ringpost.RecordFormat;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How messages share AMQP messages in a round that is batched: on each route otherwise, in the formats that can have any
 * bytes. Most routes linger, for at the load's rate there is seldom more than one message to take.
 */
final class Packs {

    private static final int RECORDS = 50;
    private static final int USUAL_BYTES = 64 * 1024;

    /** Less than {@link MessageBody#KEPT_APART_BYTES}, with properties. */
    private static final int SMALL_BYTES = 3_600;

    /** Less than the longest body. */
    private static final int MIXED_SIZES_BYTES = 8 * 1024;

    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration USUAL = Duration.ofMillis(40);
    private static final Duration LONG = Duration.ofMillis(100);

    private static final Map<Route, PublishOptions> OPTIONS = allOptions();

    private Packs() {}

    /** As {@link Scene#options()}, with batching. */
    static Map<Route, PublishOptions> optionsByRoute() {
        return OPTIONS;
    }

    private static Map<Route, PublishOptions> allOptions() {
        Map<Route, PublishOptions> options = new EnumMap<>(Route.class);
        Scene.options().forEach((route, unbatched) -> options.put(route, options(route, unbatched.toBuilder())));
        return Collections.unmodifiableMap(options);
    }

    private static PublishOptions options(Route route, PublishOptions.Builder builder) {
        Batching batching = Batching.of(RECORDS, USUAL_BYTES);
        return switch (route) {
            case KEY_A, PAIR -> builder.batching(batching.linger(USUAL)).build();
            case KEY_B ->
                builder.batching(batching.linger(USUAL).format(RecordFormat.SPRING))
                        .compression("zlib")
                        .build();
            case KEY_C ->
                builder.batching(Batching.of(RECORDS, SMALL_BYTES).linger(SHORT))
                        .build();
            case DEFAULT_EXCHANGE -> builder.batching(batching).build();
            case MANDATORY ->
                builder.batching(batching.linger(USUAL)).numberedMessageId().build();
            case UNROUTABLE ->
                builder.batching(batching.linger(USUAL).format(RecordFormat.SPRING))
                        .build();
            case MIXED_SIZES ->
                builder.batching(Batching.of(RECORDS, MIXED_SIZES_BYTES).linger(LONG))
                        .build();
            case DOOMED_QUEUE, DOOMED_EXCHANGE, NARROW, FORBIDDEN, STRICT ->
                builder.batching(batching.linger(LONG)).build();
        };
    }

    /** Whether a body is no record, as it is longer than a pack; its publish is refused. */
    static boolean refuses(Route route, int bodyBytes) {
        PublishOptions options = options(route);
        Batching batching = batching(options);
        return bodyBytes + batching.format().overheadBytes(options.isMessageIdNumbered()) > batching.maxBytes();
    }

    /**
     * Whether a record may have been in an AMQP message of {@link MessageBody#KEPT_APART_BYTES}, though the one that it was
     * read back from is smaller: what is sent again is packed anew.
     */
    static boolean mayHaveBeenKeptApart(Route route) {
        return route != Route.STRICT && batching(options(route)).maxBytes() >= MessageBody.KEPT_APART_BYTES;
    }

    private static PublishOptions options(Route route) {
        PublishOptions options = OPTIONS.get(route);
        if (options == null) {
            throw new IllegalStateException("no options for " + route);
        }
        return options;
    }

    private static Batching batching(PublishOptions options) {
        Batching batching = options.batching();
        if (batching == null) {
            throw new IllegalStateException("a route without batching");
        }
        return batching;
    }
}
