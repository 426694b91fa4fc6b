package dev.ringpost.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.impl.LongStringHelper;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.RecordFormat;
import dev.ringpost.compression.CompressorRegistry;
import dev.ringpost.consumer.Packer.Body;
import dev.ringpost.consumer.Packer.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {

    private static final String[] JSON = {"{\"a\":[1,2]}", "\"x\"", "-1.5e3", "null"};
    private static final String PRODUCER = "shop";

    private final RecordReader reader = new RecordReader();

    private static List<String> texts(List<ReceivedRecord> records) {
        return records.stream().map(ReceivedRecord::text).toList();
    }

    static Stream<Arguments> formatsAndCompressions() {
        Set<String> names = CompressorRegistry.standard().names();
        return Arrays.stream(RecordFormat.values())
                .flatMap(format -> names.stream().map(name -> Arguments.of(format, name)));
    }

    @ParameterizedTest
    @EnumSource
    void recordsAreReadOneByOne(RecordFormat format) throws Exception {
        Message message = Packer.pack(format, JSON);
        List<ReceivedRecord> records = message.readBy(reader);
        assertThat(texts(records)).containsExactly(JSON);
        assertThat(records).allSatisfy(each -> {
            assertThat(each.messageId()).isNull();
            assertThat(each.array()).as("not a copy").isSameAs(message.body().bytes());
            assertThat(each.bytes()).isEqualTo(Packer.bytes(each.text())).hasSize(each.length());
            assertThat(each.buffer()).isEqualTo(ByteBuffer.wrap(each.bytes())).matches(ByteBuffer::isReadOnly);
            assertThat(each.buffer().capacity()).isEqualTo(each.length());
        });
    }

    @ParameterizedTest
    @MethodSource("formatsAndCompressions")
    void compressionIsUndone(RecordFormat format, String compression) throws Exception {
        Message message = Packer.compressed(Packer.pack(format, JSON), compression);
        assertThat(texts(message.readBy(reader))).containsExactly(JSON);
        assertThat(texts(message.withHeader("springAutoDecompress", true).readBy(reader)))
                .containsExactly(JSON);
    }

    @Test
    void contentTypeAndEncodingAreThoseOfARecord() throws Exception {
        for (RecordFormat format : RecordFormat.values()) {
            boolean isJson = format == RecordFormat.JSON_ARRAY || format == RecordFormat.NDJSON;
            Message plain = Packer.pack(format, "1");
            for (Message each : List.of(plain, Packer.compressed(plain, "zlib"), Packer.compressed(plain, "lz4"))) {
                ReceivedRecord one = each.readBy(reader).get(0);
                assertThat(one.contentType()).isEqualTo(isJson ? "application/json" : "application/data");
                boolean isReplaced = "lz4".equals(each.contentEncoding());
                assertThat(one.contentEncoding()).isEqualTo(isJson ? "utf-8" : isReplaced ? null : "binary");
            }
        }
    }

    @Test
    void numberedRecordsHaveTheirIds() throws Exception {
        Message message = Packer.pack(
                RecordFormat.LENGTH_PREFIXED, PRODUCER, List.of(Packer.bytes("a"), new byte[0], Packer.bytes("c")));
        RepeatFilter filter = new RepeatFilter();
        for (Message each : List.of(message, Packer.compressed(message, "zlib"))) {
            List<ReceivedRecord> records = each.readBy(reader);
            assertThat(texts(records)).containsExactly("a", "", "c");
            assertThat(records.stream().map(ReceivedRecord::messageId))
                    .containsExactly("shop-00123456789abcf0", "shop-00123456789abcf1", "shop-00123456789abcf2");
        }
        assertThat(message.readBy(reader)).allMatch(each -> filter.firstTime(each.messageId()));
        assertThat(message.readBy(reader)).noneMatch(each -> filter.firstTime(each.messageId()));
    }

    @Test
    void theProducersHeaderMeansNothingInOtherFormats() throws Exception {
        Message message = Packer.pack(RecordFormat.SPRING, "abc").withHeader("ringpost-producer", PRODUCER);
        assertThat(texts(message.readBy(reader))).containsExactly("abc");
        assertThat(message.readBy(reader).get(0).messageId()).isNull();
    }

    @Test
    void headersMayHaveTheTypesOfAnyClient() throws Exception {
        Message message = Packer.pack(RecordFormat.LENGTH_PREFIXED, PRODUCER, List.of(Packer.bytes("a")));
        Map<String, Object> longStrings = new HashMap<>();
        Map<String, Object> bytes = new HashMap<>();
        message.headers().forEach((name, value) -> {
            longStrings.put(name, LongStringHelper.asLongString(value.toString()));
            bytes.put(name, Packer.bytes(value.toString()));
        });
        longStrings.put("another", null);
        for (Map<String, Object> headers : List.of(longStrings, bytes, Collections.unmodifiableMap(longStrings))) {
            List<ReceivedRecord> records =
                    reader.read(null, null, headers, message.body().bytes());
            assertThat(records.get(0).messageId()).isEqualTo("shop-00123456789abcf0");
        }
    }

    @Test
    void whatIsNoBatchIsOneRecord() throws Exception {
        byte[] body = Packer.bytes("[1,2]");
        for (Map<String, Object> headers : Arrays.asList(null, Map.<String, Object>of("mine", 1))) {
            List<ReceivedRecord> records = reader.read("application/json", "utf-8", headers, body);
            assertThat(texts(records)).containsExactly("[1,2]");
            assertThat(records.get(0).array()).isSameAs(body);
            assertThat(records.get(0).contentType()).isEqualTo("application/json");
            assertThat(records.get(0).contentEncoding()).isEqualTo("utf-8");
            assertThat(records.get(0).messageId()).isNull();
        }
        assertThat(reader.read(null, null, null, new byte[0])).hasSize(1);
        for (String compression : CompressorRegistry.standard().names()) {
            Message message = new Message("text/plain", "utf-8", Map.of(), new Body(body));
            assertThat(texts(Packer.compressed(message, compression).readBy(reader)))
                    .containsExactly("[1,2]");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBatchMayBeEmptyOrHaveEmptyRecords(RecordFormat format) throws Exception {
        assertThat(Packer.pack(format).readBy(reader)).isEmpty();
        if (format != RecordFormat.JSON_ARRAY) {
            assertThat(texts(Packer.pack(format, "", "a", "").readBy(reader))).containsExactly("", "a", "");
        }
    }

    /** As Spring AMQP's own template announces it when the messages had an encoding before. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip, utf-8", "gzip:utf-8", "gzip,utf-8"})
    void springsListOfEncodingsIsUnderstood(String contentEncoding) throws Exception {
        Message message = Packer.compressed(Packer.pack(RecordFormat.SPRING, "abc"), "gzip-rfc1952");
        List<ReceivedRecord> records = reader.read(
                "text/plain", contentEncoding, message.headers(), message.body().bytes());
        assertThat(texts(records)).containsExactly("abc");
        assertThat(records.get(0).contentEncoding()).isEqualTo("utf-8");
    }

    /** Their encoding is the records' own, and no affair of the reader's. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip-rfc1952", "lz4"})
    void recordsThatWereCompressedOneByOneStayAsTheyAre(String compression) throws Exception {
        Message one = Packer.compressed(new Message(null, null, Map.of(), new Body(new byte[100])), compression);
        byte[] record = one.body().bytes();
        for (RecordFormat format : List.of(RecordFormat.SPRING, RecordFormat.LENGTH_PREFIXED)) {
            Message batch = Packer.pack(format, null, List.of(record, record));
            List<ReceivedRecord> records = reader.read(
                    null, one.contentEncoding(), batch.headers(), batch.body().bytes());
            assertThat(records).hasSize(2);
            assertThat(records.get(1).bytes()).isEqualTo(record);
            assertThat(records.get(1).contentEncoding()).isEqualTo(one.contentEncoding());
        }
    }

    @Test
    void formatsThatNobodyKnowsAreRefused() {
        assertThatThrownBy(() -> reader.read(null, null, Map.of("ringpost-records", "avro"), new byte[0]))
                .isInstanceOf(RecordReadException.class)
                .hasCauseInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("ringpost-records")
                .hasMessageContaining("\"avro\" is none of spring, json-array, ndjson, length-prefixed");
        assertThatThrownBy(() -> reader.read(null, null, Map.of("ringpost-records", 7), new byte[0]))
                .isInstanceOf(RecordReadException.class);
        assertThatThrownBy(() -> reader.read(null, null, Map.of("springBatchFormat", "other"), new byte[0]))
                .isInstanceOf(RecordReadException.class)
                .hasMessageContaining("springBatchFormat")
                .hasMessageContaining("\"other\" is not lengthHeader4");
        assertThatThrownBy(() -> reader.read(null, null, Map.of("compression", "application/x-own"), new byte[0]))
                .isInstanceOf(RecordReadException.class)
                .hasMessageContaining("\"application/x-own\"");
    }

    private void assertBroken(RecordFormat format, byte[] body, String... words) throws IOException {
        Message message = Packer.pack(format).withBody(body);
        assertThatThrownBy(() -> message.readBy(reader))
                .isInstanceOf(RecordReadException.class)
                .hasMessageStartingWith(
                        "cannot read the records of a body of " + body.length + " bytes in format " + format + ": ")
                .hasMessageContainingAll(words);
    }

    @Test
    void brokenLengthsAreToldWithTheirPlace() throws Exception {
        for (RecordFormat format : List.of(RecordFormat.SPRING, RecordFormat.LENGTH_PREFIXED)) {
            byte[] body = {0, 0, 0, 1, 'a', 0, 0, 0, 2, 'b', 'c'};
            assertBroken(
                    format, Arrays.copyOf(body, 10), "at byte 5, after 1 whole records", "2 bytes where 1 are left");
            assertBroken(format, Arrays.copyOf(body, 7), "at byte 5", "no room for the 4 bytes", "only for 2");
            assertBroken(format, Arrays.copyOf(body, 12), "at byte 11, after 2 whole records", "only for 1");
            assertBroken(format, new byte[] {-1, -1, -1, -1, 'a'}, "at byte 0", "-1 bytes where 1 are left");
            assertBroken(format, new byte[] {127, -1, -1, -1}, "2147483647 bytes where 0 are left");
        }
        Message numbered = Packer.pack(RecordFormat.LENGTH_PREFIXED, PRODUCER, List.of(Packer.bytes("a")));
        assertThatThrownBy(() -> numbered.withBody(new byte[11]).readBy(reader))
                .isInstanceOf(RecordReadException.class)
                .hasMessageContaining("no room for the 12 bytes before a record, only for 11");
    }

    @Test
    void aLastLineWithoutItsEndIsRefused() throws Exception {
        assertBroken(RecordFormat.NDJSON, Packer.bytes("1\n2"), "at byte 2, after 1 whole records", "no line feed");
    }

    @Test
    void compressedBodiesAreLimited() throws Exception {
        Message message = Packer.compressed(Packer.pack(RecordFormat.NDJSON, "x".repeat(999)), "zlib");
        assertThat(message.readBy(new RecordReader(1_000))).hasSize(1);
        assertThatThrownBy(() -> message.readBy(new RecordReader(999)))
                .isInstanceOf(RecordReadException.class)
                .hasMessageContaining("by zlib: uncompressed it has more than 999 bytes, the limit");
        assertThatThrownBy(() -> new RecordReader(0)).hasMessageContaining("maxUncompressedBytes 0");
    }

    @Test
    void aMillionRecordsAreEnough() throws Exception {
        int most = 1 << 20;
        Message message = Packer.pack(RecordFormat.NDJSON);
        byte[] body = new byte[most + 1];
        Arrays.fill(body, (byte) '\n');
        assertThat(message.withBody(Arrays.copyOf(body, most)).readBy(reader)).hasSize(most);
        assertBroken(RecordFormat.NDJSON, body, "at byte " + most, "more than 1048576 records");
    }

    @Test
    void brokenStreamsAreToldWithTheirCompression() throws Exception {
        for (String compression : CompressorRegistry.standard().names()) {
            Message message = Packer.compressed(Packer.pack(RecordFormat.JSON_ARRAY, JSON), compression);
            byte[] body = message.body().bytes();
            assertThatThrownBy(() -> message.withBody(Arrays.copyOf(body, body.length / 2))
                            .readBy(reader))
                    .isInstanceOf(RecordReadException.class)
                    .hasCauseInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "cannot uncompress a body of " + body.length / 2 + " bytes by " + compression);
        }
    }

    @Test
    void theListIsReadOnlyAndChecksItsBounds() throws Exception {
        List<ReceivedRecord> records = Packer.pack(RecordFormat.NDJSON, "1").readBy(reader);
        assertThatThrownBy(() -> records.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> records.remove(0)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(records.get(0)).hasToString("record of 1 bytes, application/json");
    }
}
