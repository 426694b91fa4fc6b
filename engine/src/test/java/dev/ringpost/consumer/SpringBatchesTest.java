package dev.ringpost.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.batch.SimpleBatchingStrategy;
import org.springframework.amqp.support.postprocessor.GZipPostProcessor;

/** What Spring AMQP's own batching template sends, by the classes that it makes it with. */
class SpringBatchesTest {

    private static final List<String> TEXTS = List.of("one", "", "drei ü");

    private static Message batch() {
        SimpleBatchingStrategy strategy = new SimpleBatchingStrategy(TEXTS.size(), 10_000, 0);
        Message batch = null;
        for (String each : TEXTS) {
            MessageProperties properties = new MessageProperties();
            properties.setContentType("text/plain");
            properties.setContentEncoding("utf-8");
            var made = strategy.addToBatch("", "q", new Message(each.getBytes(StandardCharsets.UTF_8), properties));
            batch = made == null ? batch : made.message();
        }
        return Objects.requireNonNull(batch);
    }

    private static void assertRead(Message message) {
        MessageProperties properties = message.getMessageProperties();
        List<ReceivedRecord> records = new RecordReader()
                .read(
                        properties.getContentType(),
                        properties.getContentEncoding(),
                        properties.getHeaders(),
                        message.getBody());
        assertThat(records.stream().map(ReceivedRecord::text)).containsExactlyElementsOf(TEXTS);
        assertThat(records).allMatch(each -> "utf-8".equals(each.contentEncoding()));
    }

    @Test
    void isRead() {
        assertRead(batch());
    }

    @Test
    void isReadCompressedToo() {
        Message compressed = new GZipPostProcessor().postProcessMessage(batch());
        assertThat(compressed.getMessageProperties().getContentEncoding()).startsWith("gzip");
        assertRead(compressed);
    }
}
