package dev.ringpost.faults;

import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A caller's producers: for each route one of records, if the load is batched, and one of single messages. Used by one thread. */
final class Producers {

    private final boolean batched;
    private final Map<Route, Producer> packing = new EnumMap<>(Route.class);
    private final Map<Route, Producer> single = new EnumMap<>(Route.class);
    private @Nullable PublisherEngine engine;

    Producers(boolean batched) {
        this.batched = batched;
    }

    /** The producer of the route, made anew when the engine is another one. */
    @SuppressWarnings("ReferenceEquality") // an engine is itself and no other
    Producer of(PublisherEngine current, Route route, boolean alone) {
        if (engine != current) {
            fill(single, Scene.options(), current);
            if (batched) {
                fill(packing, Packs.optionsByRoute(), current);
            }
            engine = current;
        }
        Producer producer = (batched && !alone ? packing : single).get(route);
        if (producer == null) {
            throw new IllegalStateException("no producer for " + route);
        }
        return producer;
    }

    private static void fill(Map<Route, Producer> producers, Map<Route, PublishOptions> options, PublisherEngine of) {
        options.forEach((route, each) -> producers.put(route, of.producer(each)));
    }
}
