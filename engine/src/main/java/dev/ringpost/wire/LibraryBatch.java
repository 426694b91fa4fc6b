package dev.ringpost.wire;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQChannel;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import dev.ringpost.PublishOptions;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes messages through amqp-client's own classes: the fallback where the template way does not work, and the measure
 * that it is held against. Still one flush a batch; works on every transport of amqp-client.
 */
final class LibraryBatch extends MessageBatch {

    private static final int MAX_MESSAGES = 256;
    private static final int MAX_BATCH_BYTES = 1024 * 1024;

    private final int maxPayloadBytes;
    private final List<Frame> frames = new ArrayList<>();
    private int messageCount;
    private long batchBytes;

    LibraryBatch(int frameMaxBytes) {
        this.maxPayloadBytes =
                frameMaxBytes == 0 ? Integer.MAX_VALUE : frameMaxBytes - FrameLayout.FRAME_OVERHEAD_BYTES;
    }

    @Override
    boolean add(RouteTemplate route, byte[] body, int offset, int length, long deliveryTag, long messageNumber) {
        if (messageCount > 0 && (messageCount == MAX_MESSAGES || batchBytes + length > MAX_BATCH_BYTES)) {
            return false;
        }
        try {
            AMQImpl.Basic.Publish method =
                    new AMQImpl.Basic.Publish(0, route.exchange(), route.routingKey(), route.mandatory(), false);
            // Both before either is added: a header that cannot be encoded must not leave half a message behind.
            Frame methodFrame = method.toFrame(FrameLayout.PINNED_CHANNEL);
            Frame headerFrame =
                    properties(route, deliveryTag, messageNumber).toFrame(FrameLayout.PINNED_CHANNEL, length);
            frames.add(methodFrame);
            frames.add(headerFrame);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // they write to memory
        }
        ByteBuffer bytes = ByteBuffer.wrap(body, offset, length);
        for (int sent = 0; sent < length; ) {
            int fragment = Math.min(maxPayloadBytes, length - sent);
            frames.add(Frame.fromBodyFragment(FrameLayout.PINNED_CHANNEL, bytes, offset + sent, fragment));
            sent += fragment;
        }
        messageCount++;
        batchBytes += length;
        return true;
    }

    private static AMQP.BasicProperties properties(RouteTemplate route, long deliveryTag, long messageNumber) {
        RouteSpec spec = route.spec();
        PublishOptions options = spec.options();
        Map<String, Object> headers = new LinkedHashMap<>(spec.headers());
        if (route.mandatory()) {
            headers.put(PublishOptions.ATTEMPT_HEADER, deliveryTag);
        }
        String producerId = spec.numberedIdStart();
        String messageId = producerId == null
                ? options.messageId()
                : producerId + '-' + HexFormat.of().toHexDigits(messageNumber);
        AMQP.BasicProperties.Builder builder = new AMQP.BasicProperties.Builder()
                .contentType(spec.messageContentType())
                .contentEncoding(spec.contentEncoding())
                .headers(headers)
                .deliveryMode(options.effectiveDeliveryMode().amqpValue())
                .priority(spec.priority())
                .correlationId(options.correlationId())
                .replyTo(spec.replyTo())
                .messageId(messageId)
                .type(options.type())
                .userId(options.userId())
                .appId(options.appId())
                .clusterId(options.clusterId());
        if (options.expiration() != null) {
            builder.expiration(Long.toString(options.expiration().toMillis()));
        }
        if (options.timestamp() != null) {
            builder.timestamp(new Date(options.timestamp().getEpochSecond() * 1000));
        }
        return builder.build();
    }

    @Override
    void clear() {
        frames.clear();
        messageCount = 0;
        batchBytes = 0;
    }

    @Override
    int messageCount() {
        return messageCount;
    }

    @Override
    long bytes() {
        return frames.stream().mapToLong(Frame::size).sum();
    }

    @Override
    void writeTo(DataOutputStream out) throws IOException {
        for (Frame frame : frames) {
            frame.writeTo(out);
        }
    }

    @Override
    public void transmit(AMQChannel channel) throws IOException {
        AMQConnection connection = channel.getConnection();
        for (Frame frame : frames) {
            connection.writeFrame(frame);
        }
        connection.flush();
    }
}
