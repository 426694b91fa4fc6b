package dev.ringpost.pages;

import com.rabbitmq.client.Channel;
import dev.ringpost.EngineMeters;
import dev.ringpost.Producer;
import dev.ringpost.PublisherEngine;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * What the examples of the pages may take for granted: each is compiled as the body or a member of a class that extends this
 * one. Names that an example declares itself go before these.
 */
@SuppressWarnings("unused") // by examples, which no compiler but that of the test sees
public abstract class Surroundings {

    /** A message's content. */
    public record Order(String id, double amount) {}

    /** An engine that was started. */
    protected final PublisherEngine engine = given(PublisherEngine.class);

    /** Its meters. */
    protected final EngineMeters meters = given(EngineMeters.class);

    /** One of its producers. */
    protected final Producer producer = given(Producer.class);

    /** A channel of amqp-client's. */
    protected final Channel channel = given(Channel.class);

    /** Spring's. */
    protected final RabbitTemplate template = given(RabbitTemplate.class);

    /** A message's content. */
    protected final Order order = new Order("4711", 9.5);

    /** The same as bytes. */
    protected final byte[] body = {};

    /** The broker's address. */
    protected final String uri = "amqp://localhost";

    /** Writes it down. */
    protected static void log(Object... what) {}

    /** What a consumer is for. */
    protected static void work(byte[] body) {}

    /** The same with a part of an array. */
    protected static void work(byte[] array, int offset, int length) {}

    /** The same with text. */
    protected static void work(String text) {}

    private static <T> T given(Class<T> type) {
        throw new AssertionError("examples are compiled, not run: there is no " + type);
    }
}
