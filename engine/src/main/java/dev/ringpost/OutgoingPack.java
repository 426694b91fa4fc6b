package dev.ringpost;

import java.util.List;
import java.util.Map;

/** An AMQP message of one or more records about to be sent, as a {@link PublishInterceptor} sees it. Not thread-safe. */
public interface OutgoingPack {

    /** The exchange's name; empty for the anonymous one. */
    String exchange();

    /** The routing key; empty for none. */
    String routingKey();

    /** The headers that its records have in common, with those that were added here; unmodifiable. */
    Map<String, Object> headers();

    /**
     * Adds a header to this AMQP message, in place of one of that name if there is one.
     *
     * @param name at most 255 bytes of UTF-8
     * @param value of a type that {@link PublishOptions.Builder#headers} takes
     */
    void addHeader(String name, Object value);

    /** How many records are in it. */
    int recordCount();

    /** What {@link PublishInterceptor#beforePublish} answered for its records, as far as it did, in their order. */
    List<PublishObserver> observers();

    /** Host and port of the broker that it goes to. */
    String brokerAddress();
}
