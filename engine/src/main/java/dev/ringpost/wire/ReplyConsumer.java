package dev.ringpost.wire;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.ringpost.Reply;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands direct replies on, without waiting: amqp-client's I/O thread, which reads the confirms too, waits for consumers that
 * are behind. Runs on amqp-client's consumer threads.
 */
final class ReplyConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyConsumer.class);

    private final Predicate<Reply> replies;

    ReplyConsumer(Channel channel, Predicate<Reply> replies) {
        super(channel);
        this.replies = replies;
    }

    @Override
    public void handleDelivery(String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        Map<String, Object> headers = properties.getHeaders();
        boolean taken = replies.test(new Reply(
                properties.getCorrelationId(),
                body,
                properties.getContentType(),
                properties.getContentEncoding(),
                headers == null ? Map.of() : headers));
        if (!taken) {
            LOG.warn("a direct reply was dropped: the reply listener is slower than the replies come");
        }
    }
}
