package dev.ringpost.intake;

import dev.ringpost.EngineSettings;
import dev.ringpost.Offer;
import dev.ringpost.OutcomeListener;
import dev.ringpost.Producer;
import dev.ringpost.PublishInterceptor;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.metrics.TimeRecorder;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.LaneClock;
import dev.ringpost.ring.NanoClock;
import dev.ringpost.wire.RouteTemplate;
import java.time.Duration;
import java.util.List;

/** Real producers over a lane that a test made by hand. */
public final class BenchProducers {

    /** What these producers accept at most. */
    public static final int MAX_MESSAGE_BYTES = 1 << 20;

    /** What numbered message ids of these producers begin with. */
    public static final String PRODUCER_ID = "bench-producer";

    private BenchProducers() {}

    /** A producer that waits for room at most that long. */
    public static Producer over(Inlet inlet, PublishOptions defaults, Duration enqueueTimeout) {
        EngineSettings settings =
                PublisherEngine.builder().maxMessageBytes(MAX_MESSAGE_BYTES).buildSettings();
        return over(inlet, defaults, enqueueTimeout, settings);
    }

    /** One that asks an interceptor first. */
    static Producer intercepted(
            Inlet inlet, PublishOptions defaults, PublishInterceptor interceptor, OutcomeListener listener) {
        EngineSettings settings =
                PublisherEngine.builder().maxMessageBytes(MAX_MESSAGE_BYTES).buildSettings();
        return new InterceptedProducer(
                over(inlet, defaults, Duration.ZERO, settings),
                interceptor,
                listener,
                new BrokerAddress(settings.uris(), List.of()));
    }

    /** One over several lanes. */
    static Producer over(List<Inlet> inlets, PublishOptions defaults, Duration enqueueTimeout) {
        EngineSettings settings =
                PublisherEngine.builder().maxMessageBytes(MAX_MESSAGE_BYTES).buildSettings();
        return over(inlets, defaults, enqueueTimeout, settings);
    }

    private static RingProducer over(
            Inlet inlet, PublishOptions defaults, Duration enqueueTimeout, EngineSettings settings) {
        return over(List.of(inlet), defaults, enqueueTimeout, settings);
    }

    private static RingProducer over(
            List<Inlet> inlets, PublishOptions defaults, Duration enqueueTimeout, EngineSettings settings) {
        PublishOptions own = defaults.asDefaults();
        return new RingProducer(
                own,
                new LaneChoice(inlets),
                new RoomWait(Nanos.of(enqueueTimeout)),
                new CallTimes(new LaneClock(NanoClock.system()), inlets.get(0), TimeRecorder.ofAnyThread()),
                new Preparation(
                        own,
                        settings,
                        new Routes(
                                settings.compressors(),
                                false,
                                new EngineSettings.MessageIds(false, PRODUCER_ID),
                                BatchingRules.of(settings)),
                        new CallerWatch()),
                MAX_MESSAGE_BYTES);
    }

    /** Submits bytes under a route that a test encoded, without waiting; the outcome goes to the lane's listener. */
    public static Offer offer(Inlet inlet, RouteTemplate route, byte[] body, long correlationId) {
        return Submission.offerBytes(inlet, route, body, null, 0, body.length, correlationId, null);
    }
}
