package dev.ringpost.intake;

import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.ring.Inlet;
import dev.ringpost.serialization.JsonSerializer;
import java.time.Duration;
import java.util.List;

/** Real producers over a lane that a test made by hand. */
public final class BenchProducers {

    /** What these producers accept at most. */
    public static final int MAX_MESSAGE_BYTES = 1 << 20;

    private BenchProducers() {}

    /** A producer that waits for room at most that long. */
    public static Producer over(Inlet inlet, PublishOptions defaults, Duration enqueueTimeout) {
        return new RingProducer(
                defaults,
                new LaneChoice(List.of(inlet)),
                new RoomWait(Nanos.of(enqueueTimeout)),
                new Preparation(defaults, new JsonSerializer(), new Routes(), MAX_MESSAGE_BYTES),
                MAX_MESSAGE_BYTES);
    }
}
