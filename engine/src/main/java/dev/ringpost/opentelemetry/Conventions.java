package dev.ringpost.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;

/** Names of OpenTelemetry's semantic conventions, which have no stable artifact of their own for messaging yet. */
final class Conventions {

    static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("messaging.operation.name");
    static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    static final AttributeKey<String> DESTINATION_NAME = AttributeKey.stringKey("messaging.destination.name");
    static final AttributeKey<String> ROUTING_KEY =
            AttributeKey.stringKey("messaging.rabbitmq.destination.routing_key");
    static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
    static final AttributeKey<String> CONVERSATION_ID = AttributeKey.stringKey("messaging.message.conversation_id");
    static final AttributeKey<Long> BODY_SIZE = AttributeKey.longKey("messaging.message.body.size");
    static final AttributeKey<Long> MESSAGE_COUNT = AttributeKey.longKey("messaging.batch.message_count");
    static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
    static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    static final String RABBITMQ = "rabbitmq";
    static final String PUBLISH = "publish";
    static final String SEND = "send";
    static final String CREATE = "create";

    /** The type of error of a message that could not be written. */
    static final String WRITE_ERROR = "write";

    /** The destination of a message with neither exchange nor routing key. */
    static final String DEFAULT_DESTINATION = "amq.default";

    private Conventions() {}
}
