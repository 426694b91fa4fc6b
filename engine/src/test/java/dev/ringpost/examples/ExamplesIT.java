package dev.ringpost.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.GetResponse;
import dev.ringpost.testing.BrokerClient;
import dev.ringpost.testing.BrokerKind;
import dev.ringpost.testing.Brokers;
import dev.ringpost.testing.IntegrationTest;
import java.io.ByteArrayInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.junit.jupiter.api.Test;

/** The examples do what they say. */
@IntegrationTest
class ExamplesIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void publishWithRetryPolicy(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ)) {
            client.deleteLater("video", "media");
            PublishWithRetryPolicy.main(new String[] {brokers.rabbit().uri()});
            GetResponse message = client.get("video");
            assertThat(message.getEnvelope().getExchange()).isEqualTo("media");
            assertThat(message.getProps().getContentType()).isEqualTo("application/json");
            assertThat(JSON.readTree(message.getBody())).isEqualTo(JSON.readTree("{\"hello\":\"world\"}"));
        }
    }

    @Test
    void taskQueue(Brokers brokers) throws Exception {
        try (BrokerClient client = brokers.client(BrokerKind.RABBITMQ)) {
            client.deleteLater("hipri", "tasks");
            client.deleteLater("midpri", "tasks");
            client.deleteLater("lopri", "tasks");
            TaskQueue.main(new String[] {brokers.rabbit().uri()});
            isTask(client.get("hipri"), "{\"fun\":\"hello\",\"args\":[\"Kombu\"],\"kwargs\":{}}");
            isTask(client.get("lopri"), "{\"fun\":\"hello\",\"args\":[\"world\"],\"kwargs\":{}}");
            assertThat(client.depth("midpri")).isZero();
        }
    }

    private static void isTask(GetResponse message, String json) throws Exception {
        assertThat(message.getEnvelope().getExchange()).isEqualTo("tasks");
        assertThat(message.getProps().getHeaders().get("compression")).hasToString("application/x-bz2");
        try (BZip2CompressorInputStream in =
                new BZip2CompressorInputStream(new ByteArrayInputStream(message.getBody()))) {
            assertThat(JSON.readTree(in)).isEqualTo(JSON.readTree(json));
        }
    }
}
