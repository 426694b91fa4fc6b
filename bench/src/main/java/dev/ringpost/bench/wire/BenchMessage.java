package dev.ringpost.bench.wire;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQContentHeader;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.Method;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * The message every contestant publishes, so that all of them put the same octets on the wire: default exchange, one
 * routing key, the properties Kombu sets for a bytes body, a body of a chosen size. Immutable, any thread.
 */
public final class BenchMessage {
    public static final String EXCHANGE = "";
    public static final String ROUTING_KEY = "ringpost.bench";

    /** Messages with this one the null broker nacks; both bad keys are longer than the good one by an octet. */
    public static final String NACKED_ROUTING_KEY = "ringpost.nacked";

    /** Messages with this one it never answers. */
    public static final String SILENT_ROUTING_KEY = "ringpost.silent";

    public static final String CONTENT_TYPE = "application/data";
    public static final String CONTENT_ENCODING = "binary";
    public static final int DELIVERY_MODE_PERSISTENT = 2;
    public static final int PRIORITY = 0;

    private static final byte BODY_OCTET = 'x';

    private BenchMessage() {}

    /** The properties of the message; a new object each call, so that a contestant decides itself whether to share it. */
    public static AMQP.BasicProperties properties() {
        return new AMQP.BasicProperties.Builder()
                .contentType(CONTENT_TYPE)
                .contentEncoding(CONTENT_ENCODING)
                .headers(Map.of())
                .deliveryMode(DELIVERY_MODE_PERSISTENT)
                .priority(PRIORITY)
                .build();
    }

    /** A body of the given size. */
    public static byte[] body(int bodyBytes) {
        byte[] body = new byte[bodyBytes];
        Arrays.fill(body, BODY_OCTET);
        return body;
    }

    /**
     * The whole publish (method, content header, body frames) as amqp-client itself would write it.
     *
     * @param frameMaxBytes the negotiated frame_max; larger bodies are cut into several body frames
     */
    public static byte[] encodedPublish(int channelNumber, int bodyBytes, int frameMaxBytes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        Method publish = (Method) new AMQP.Basic.Publish.Builder()
                .exchange(EXCHANGE)
                .routingKey(ROUTING_KEY)
                .build();
        AMQContentHeader header = properties();
        publish.toFrame(channelNumber).writeTo(out);
        header.toFrame(channelNumber, bodyBytes).writeTo(out);
        byte[] body = body(bodyBytes);
        int fragmentMaxBytes = frameMaxBytes - AmqpLayout.FRAME_OVERHEAD_BYTES;
        for (int offset = 0; offset < bodyBytes; offset += fragmentMaxBytes) {
            int fragmentBytes = Math.min(fragmentMaxBytes, bodyBytes - offset);
            Frame.fromBodyFragment(channelNumber, ByteBuffer.wrap(body), offset, fragmentBytes)
                    .writeTo(out);
        }
        return bytes.toByteArray();
    }
}
