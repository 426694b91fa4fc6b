package dev.ringpost.intake;

import dev.ringpost.OutgoingMessage;
import dev.ringpost.PublishOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an interceptor sees of one message, and the options it leaves. */
final class InterceptedMessage implements OutgoingMessage {

    private final PublishOptions own;
    private final PublishOptions complete;
    private final BrokerAddress broker;
    private @Nullable Map<String, Object> withAdded;

    InterceptedMessage(PublishOptions own, PublishOptions defaults, BrokerAddress broker) {
        this.own = own;
        this.complete = own.over(defaults);
        this.broker = broker;
    }

    @Override
    public String exchange() {
        String exchange = complete.exchange();
        return exchange == null ? "" : exchange;
    }

    @Override
    public String routingKey() {
        String key = complete.routingKey();
        return key == null ? "" : key;
    }

    @Override
    public PublishOptions options() {
        return complete;
    }

    @Override
    public Map<String, Object> headers() {
        Map<String, Object> added = withAdded;
        return added == null ? before() : Collections.unmodifiableMap(added);
    }

    private Map<String, Object> before() {
        Map<String, Object> headers = complete.headers();
        return headers == null ? Map.of() : headers;
    }

    @Override
    public void addHeader(String name, Object value) {
        Map<String, Object> added = withAdded;
        if (added == null) {
            added = new LinkedHashMap<>(before());
            withAdded = added;
        }
        added.put(Objects.requireNonNull(name, "name"), value);
    }

    @Override
    public @Nullable String brokerAddress() {
        return broker.now();
    }

    /** The message's own options, with the headers that were added: the same object if there are none. */
    PublishOptions ownOptions() {
        Map<String, Object> added = withAdded;
        return added == null ? own : own.toBuilder().headers(added).build();
    }
}
