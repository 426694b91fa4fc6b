package dev.ringpost.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.GetResponse;
import dev.ringpost.FrameEncoding;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.Outcome;
import dev.ringpost.Producer;
import dev.ringpost.PublishOptions;
import dev.ringpost.PublisherEngine;
import dev.ringpost.Reply;
import dev.ringpost.testing.Await;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.ExpectedLogs;
import dev.ringpost.testing.IntegrationTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Replies that come straight to the publishing channel. */
@IntegrationTest
class DirectReplyIT {

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final PublishOptions DIRECT =
            PublishOptions.builder().replyTo(PublishOptions.DIRECT_REPLY_TO).build();

    /** Takes a request and answers it as a server would. */
    private static void serve(BrokerClient client, String queue, String answer) throws Exception {
        GetResponse request = client.get(queue);
        client.channel()
                .basicPublish(
                        "",
                        request.getProps().getReplyTo(),
                        new AMQP.BasicProperties.Builder()
                                .correlationId(request.getProps().getCorrelationId())
                                .contentType("text/plain")
                                .headers(Map.of("n", 1))
                                .build(),
                        answer.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void repliesReachTheListenerAlsoOneThatThrew(Brokers brokers, ExpectedLogs logs) throws Exception {
        logs.expect("a callback threw");
        List<Reply> replies = new CopyOnWriteArrayList<>();
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ);
                PublisherEngine engine = brokers.engine(BrokerKind.RABBITMQ, FrameEncoding.AUTO)
                        .replyListener(reply -> {
                            replies.add(reply);
                            if ("first".equals(reply.correlationId())) {
                                throw new IllegalStateException("by the test");
                            }
                        })
                        .start()) {
            String queue = client.queue("requests");
            Producer producer =
                    engine.producer(DIRECT.toBuilder().routingKey(queue).build());
            for (String id : List.of("first", "second")) {
                PublishOptions options =
                        PublishOptions.builder().correlationId(id).build();
                assertThat(producer.publish("ask", options).await(ANSWER)).isEqualTo(Outcome.CONFIRMED);
                serve(client, queue, "answer to " + id);
            }
            Await.until("both replies", ANSWER, () -> replies.size() == 2);
            assertThat(engine.stats().connects()).isOne();
        }
        assertThat(replies).extracting(Reply::correlationId).containsExactly("first", "second");
        assertThat(new String(replies.get(1).body(), StandardCharsets.UTF_8)).isEqualTo("answer to second");
        assertThat(replies.get(1).contentType()).isEqualTo("text/plain");
        assertThat(replies.get(1).headers()).containsEntry("n", 1);
    }

    @Test
    void withoutAListenerSuchAMessageIsRefusedAndNotSent(Brokers brokers) throws Exception {
        try (PublisherEngine engine =
                brokers.engine(BrokerKind.RABBITMQ, FrameEncoding.AUTO).start()) {
            assertThatThrownBy(() -> engine.producer(DIRECT))
                    .isInstanceOf(InvalidMessageException.class)
                    .hasMessageContaining("replyListener");
            Producer producer = engine.producer(PublishOptions.none());
            assertThatThrownBy(() -> producer.publish("ask", DIRECT)).isInstanceOf(InvalidMessageException.class);
            assertThat(engine.stats().accepted()).isZero();
        }
    }
}
