package dev.ringpost.cli;

import dev.ringpost.InvalidMessageException;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The producer of each routing key: messages go out in the allocation-free form whatever their key, since a producer
 * brings its own. The ones used last are kept. Used by one thread.
 */
final class Routing {

    private static final int MAX_PRODUCERS = 4096;
    private static final float LOAD_FACTOR = 0.75f;

    private final PublisherEngine engine;
    private final PublishOptions options;
    private final Producer unkeyed;
    private final Map<String, Producer> keyed = new LinkedHashMap<>(MAX_PRODUCERS, LOAD_FACTOR, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Producer> eldest) {
            return size() > MAX_PRODUCERS;
        }
    };

    Routing(PublisherEngine engine, PublishOptions options) {
        this.engine = engine;
        this.options = options;
        this.unkeyed = engine.producer(options);
    }

    /** For messages without a key of their own. */
    Producer unkeyed() {
        return unkeyed;
    }

    /**
     * For messages with this routing key.
     *
     * @throws InvalidMessageException if the key is over AMQP's 255 bytes
     */
    Producer keyed(String key) {
        Producer producer = keyed.get(key);
        if (producer == null) {
            producer = engine.producer(options.toBuilder().routingKey(key).build());
            keyed.put(key, producer);
        }
        return producer;
    }
}
