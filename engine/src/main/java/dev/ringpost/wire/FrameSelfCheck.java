package dev.ringpost.wire;

import dev.ringpost.DeliveryMode;
import dev.ringpost.PublishOptions;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes a few messages both ways and compares the bytes, once for the process: if the version of amqp-client on the
 * class path encodes differently from what our templates assume, engines fall back to its encoders instead of sending
 * something wrong.
 */
final class FrameSelfCheck {

    private static final Logger LOG = LoggerFactory.getLogger(FrameSelfCheck.class);
    private static final int FRAME_MAX_BYTES = 4096;

    private FrameSelfCheck() {}

    /** Whether both ways agree. */
    static boolean passed() {
        return Result.PASSED;
    }

    private static final class Result {
        static final boolean PASSED = run();
    }

    private static boolean run() {
        try {
            RouteEncoder encoder = new RouteEncoder();
            for (PublishOptions options : corpus()) {
                RouteSpec spec = RouteSpec.plain(options, "application/json", "utf-8", true);
                RouteTemplate route =
                        encoder.encode(options.isMessageIdNumbered() ? spec.numberedBy("producer") : spec);
                for (int bodyBytes : new int[] {0, 1, 100, FRAME_MAX_BYTES - 8, FRAME_MAX_BYTES, 20_000}) {
                    byte[] ours = encoded(new TemplateBatch(FRAME_MAX_BYTES), route, bodyBytes);
                    byte[] theirs = encoded(new LibraryBatch(FRAME_MAX_BYTES), route, bodyBytes);
                    if (!Arrays.equals(ours, theirs)) {
                        LOG.warn("this amqp-client encodes {} differently: using its encoders, which is slower", route);
                        return false;
                    }
                }
            }
            return true;
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn("this amqp-client does not fit the template encoding: using its encoders, which is slower", e);
            return false;
        }
    }

    /** One message's frames. */
    static byte[] encoded(MessageBatch batch, RouteTemplate route, int bodyBytes) throws IOException {
        byte[] body = new byte[bodyBytes + 1];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31);
        }
        batch.add(route, body, 1, bodyBytes, 0x1122_3344_5566L, 0x0189_ABCD_EF00_7000L);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        batch.writeTo(new DataOutputStream(bytes));
        batch.clear();
        return bytes.toByteArray();
    }

    private static List<PublishOptions> corpus() {
        return List.of(
                PublishOptions.none(),
                PublishOptions.builder().withoutPriority().clusterId("cluster").build(),
                PublishOptions.builder().routingKey("key").mandatory(true).build(),
                PublishOptions.builder().numberedMessageId().build(),
                PublishOptions.builder()
                        .mandatory(true)
                        .numberedMessageId()
                        .correlationId("correlation")
                        .type("type")
                        .build(),
                PublishOptions.builder()
                        .exchange("exchange-é")
                        .routingKey("a.b.c")
                        .mandatory(true)
                        .deliveryMode(DeliveryMode.TRANSIENT)
                        .priority(9)
                        .expiration(Duration.ofSeconds(60))
                        .headers(Map.of("list", List.of(1, 2L << 40, "x", true, 1.5)))
                        .correlationId("correlation")
                        .replyTo("reply")
                        .messageId("message")
                        .timestamp(Instant.ofEpochSecond(1_600_000_000))
                        .type("type")
                        .userId("user")
                        .appId("app")
                        .build());
    }
}
