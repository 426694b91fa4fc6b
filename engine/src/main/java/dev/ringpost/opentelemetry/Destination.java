package dev.ringpost.opentelemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/** Names and attributes of all spans of one destination, made once. */
record Destination(String publishName, Attributes publishAttributes, String createName, Attributes createAttributes) {

    static Destination of(String exchange, String routingKey, @Nullable String brokerAddress) {
        String name = name(exchange, routingKey);
        return new Destination(
                Conventions.PUBLISH + " " + name,
                attributes(name, routingKey, brokerAddress, Conventions.PUBLISH, Conventions.SEND),
                Conventions.CREATE + " " + name,
                attributes(name, routingKey, brokerAddress, Conventions.CREATE, Conventions.CREATE));
    }

    private static String name(String exchange, String routingKey) {
        if (exchange.isEmpty() && routingKey.isEmpty()) {
            return Conventions.DEFAULT_DESTINATION;
        }
        boolean hasBoth = !exchange.isEmpty() && !routingKey.isEmpty();
        return hasBoth ? exchange + ":" + routingKey : exchange + routingKey;
    }

    private static Attributes attributes(
            String name, String routingKey, @Nullable String brokerAddress, String operation, String type) {
        AttributesBuilder attributes = Attributes.builder()
                .put(Conventions.SYSTEM, Conventions.RABBITMQ)
                .put(Conventions.OPERATION_NAME, operation)
                .put(Conventions.OPERATION_TYPE, type)
                .put(Conventions.DESTINATION_NAME, name);
        if (!routingKey.isEmpty()) {
            attributes.put(Conventions.ROUTING_KEY, routingKey);
        }
        int colon = brokerAddress == null ? -1 : brokerAddress.lastIndexOf(':');
        if (brokerAddress != null && colon >= 0) {
            String host = brokerAddress.substring(0, colon);
            boolean isBracketed = host.startsWith("[") && host.endsWith("]");
            attributes.put(Conventions.SERVER_ADDRESS, isBracketed ? host.substring(1, host.length() - 1) : host);
            attributes.put(Conventions.SERVER_PORT, Long.parseLong(brokerAddress.substring(colon + 1)));
        }
        return attributes.build();
    }
}
