package dev.ringpost.cli;

import dev.ringpost.PublishOptions;
import org.jspecify.annotations.Nullable;

/**
 * Where messages go.
 *
 * @param exchange the exchange; empty for the default one
 * @param routingKey the routing key of messages that bring none
 * @param queue the queue to declare and to read the depth of, or {@code null}
 * @param mandatory whether what no queue takes shall come back
 */
record Destination(
        String exchange, String routingKey, @Nullable String queue, boolean mandatory) {

    PublishOptions options(Format format) {
        return PublishOptions.builder()
                .exchange(exchange)
                .routingKey(routingKey)
                .mandatory(mandatory)
                .contentType(format.contentType())
                .contentEncoding("utf-8")
                .build();
    }

    /** For people. */
    @Override
    public String toString() {
        if (exchange.isEmpty() && routingKey.equals(queue)) {
            return "queue \"" + queue + "\"";
        }
        return (exchange.isEmpty() ? "default exchange" : "exchange \"" + exchange + "\"")
                + (routingKey.isEmpty() ? "" : ", routing key \"" + routingKey + "\"");
    }
}
