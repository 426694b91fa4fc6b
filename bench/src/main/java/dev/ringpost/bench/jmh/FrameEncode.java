package dev.ringpost.bench.jmh;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQContentHeader;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.Method;
import dev.ringpost.PublishOptions;
import dev.ringpost.bench.wire.BenchMessage;
import dev.ringpost.wire.BatchAccess;
import dev.ringpost.wire.RouteEncoder;
import dev.ringpost.wire.RouteSpec;
import dev.ringpost.wire.RouteTemplate;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The three frames of a message of 100 octets, from its properties to octets in memory. Properties are those that Kombu sets,
 * or four headers, correlation id, message id and timestamp besides; made once for all messages or for each of its own.
 *
 * <p>Baseline: amqp-client's own frames, written as it writes them but for the socket.
 */
public class FrameEncode extends MicroBenchmark {
    private static final int MESSAGES_PER_WRITE = 256;
    private static final int CHANNEL_NUMBER = 1;
    private static final Map<String, Object> HEADERS =
            Map.of("symbol", "EURUSD", "price", 1.25, "sequence", 100_000_000L, "venue", "XLON");
    private static final Instant TIMESTAMP = Instant.ofEpochSecond(1_750_000_000);
    private static final String ID = "100000000";

    /** What both write into. */
    @State(Scope.Thread)
    public static class Output {
        @Param({"0", "4"})
        int headers;

        @Param({"false", "true"})
        boolean ownProperties;

        final byte[] body = BenchMessage.body(BODY_BYTES);
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final DataOutputStream out = new DataOutputStream(bytes);
    }

    /** The engine's way. */
    @State(Scope.Thread)
    public static class Templates {
        final RouteEncoder encoder = new RouteEncoder();
        final BatchAccess batch = BatchAccess.ofTemplates();
        RouteTemplate shared;

        /** Encodes the template of a producer. */
        @Setup
        public void encode(Output output) {
            shared = encode(output.headers > 0);
        }

        private RouteTemplate encode(boolean withHeaders) {
            PublishOptions.Builder options = PublishOptions.builder().routingKey(BenchMessage.ROUTING_KEY);
            if (withHeaders) {
                options.headers(HEADERS).correlationId(ID).messageId(ID).timestamp(TIMESTAMP);
            }
            return encoder.encode(
                    RouteSpec.plain(options.build(), BenchMessage.CONTENT_TYPE, BenchMessage.CONTENT_ENCODING, true));
        }
    }

    /** amqp-client's way. */
    @State(Scope.Thread)
    public static class Client {
        AMQP.BasicProperties shared;

        /** Builds the properties that all messages share. */
        @Setup
        public void build(Output output) {
            shared = build(output.headers > 0);
        }

        private static AMQP.BasicProperties build(boolean withHeaders) {
            AMQP.BasicProperties plain = BenchMessage.properties();
            return withHeaders
                    ? plain.builder()
                            .headers(HEADERS)
                            .correlationId(ID)
                            .messageId(ID)
                            .timestamp(Date.from(TIMESTAMP))
                            .build()
                    : plain;
        }
    }

    /** A batch of messages, from templates. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES_PER_WRITE)
    public int template(Output output, Templates templates) throws IOException {
        output.bytes.reset();
        for (int i = 1; i <= MESSAGES_PER_WRITE; i++) {
            RouteTemplate route = output.ownProperties ? templates.encode(output.headers > 0) : templates.shared;
            if (!templates.batch.add(route, output.body, 0, output.body.length, i)) {
                throw new IllegalStateException("the batch is full after " + i + " messages");
            }
        }
        templates.batch.writeTo(output.out);
        return output.bytes.size();
    }

    /** Each frame by itself, without a flush between them. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES_PER_WRITE)
    public int baselineAmqpClient(Output output, Client client) throws IOException {
        output.bytes.reset();
        for (int i = 1; i <= MESSAGES_PER_WRITE; i++) {
            Method publish = (Method) new AMQP.Basic.Publish.Builder()
                    .exchange(BenchMessage.EXCHANGE)
                    .routingKey(BenchMessage.ROUTING_KEY)
                    .build();
            AMQContentHeader header = output.ownProperties ? Client.build(output.headers > 0) : client.shared;
            publish.toFrame(CHANNEL_NUMBER).writeTo(output.out);
            header.toFrame(CHANNEL_NUMBER, output.body.length).writeTo(output.out);
            Frame.fromBodyFragment(CHANNEL_NUMBER, ByteBuffer.wrap(output.body), 0, output.body.length)
                    .writeTo(output.out);
        }
        return output.bytes.size();
    }
}
