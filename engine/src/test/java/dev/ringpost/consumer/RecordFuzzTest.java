package dev.ringpost.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringpost.RecordFormat;
import dev.ringpost.consumer.Packer.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random records come back as they were, and of random bytes nothing worse comes than the exception that is documented. */
class RecordFuzzTest {

    private static final int MIB = 1024 * 1024;
    private static final String[] COMPRESSIONS = {"", "zlib", "gzip-rfc1952", "zstd", "lz4", "brotli", "bzip2", "xz"};

    private final RecordReader reader = new RecordReader(8 * MIB);

    static Stream<Arguments> formatsAndSeeds() {
        return Arrays.stream(RecordFormat.values())
                .flatMap(format -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(format, seed)));
    }

    private static byte[] record(RecordFormat format, Random random) {
        return switch (format) {
            case JSON_ARRAY -> Packer.bytes(JsonTexts.value(random));
            case NDJSON -> Packer.bytes(JsonTexts.value(random).replace("\n", ""));
            case SPRING, LENGTH_PREFIXED -> {
                byte[] bytes = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(300)];
                random.nextBytes(bytes);
                yield bytes;
            }
        };
    }

    private static List<byte[]> records(RecordFormat format, Random random) {
        List<byte[]> records = new ArrayList<>();
        for (int i = random.nextInt(60); i > 0; i--) {
            records.add(record(format, random));
        }
        return records;
    }

    private static Message message(RecordFormat format, List<byte[]> records, Random random) throws Exception {
        String producer = format == RecordFormat.LENGTH_PREFIXED && random.nextBoolean() ? "p" : null;
        Message plain = Packer.pack(format, producer, records);
        String compression = COMPRESSIONS[random.nextInt(COMPRESSIONS.length)];
        return compression.isEmpty() ? plain : Packer.compressed(plain, compression);
    }

    @ParameterizedTest
    @MethodSource("formatsAndSeeds")
    void recordsComeBack(RecordFormat format, long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 150; round++) {
            List<byte[]> records = records(format, random);
            Message message = message(format, records, random);
            List<ReceivedRecord> read = message.readBy(reader);
            assertThat(read).as("round %s, %s", round, message.headers()).hasSameSizeAs(records);
            boolean isNumbered = message.headers().containsKey(RecordFormat.PRODUCER_HEADER);
            for (int i = 0; i < records.size(); i++) {
                assertThat(read.get(i).bytes())
                        .as("round %s, record %s", round, i)
                        .isEqualTo(records.get(i));
                assertThat(read.get(i).messageId())
                        .isEqualTo(isNumbered ? String.format("p-%016x", Packer.FIRST_NUMBER + i) : null);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formatsAndSeeds")
    void whateverIsBrokenIsToldByTheDocumentedException(RecordFormat format, long seed) throws Exception {
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 500; round++) {
            Message message = message(format, records(format, random), random);
            Message broken = broken(message, random);
            String shown = "round " + round + ", " + broken.headers() + ", " + broken.contentEncoding();
            try {
                read(broken, shown);
            } catch (RecordReadException e) {
                refused++;
                assertThat(e).as(shown).hasMessageStartingWith("cannot ");
            }
        }
        assertThat(refused).isGreaterThan(150);
    }

    /** What is taken has its parts where the body is. */
    private void read(Message message, String shown) {
        for (ReceivedRecord each : message.readBy(reader)) {
            assertThat(each.offset()).as(shown).isBetween(0, each.array().length);
            assertThat(each.length()).as(shown).isBetween(0, each.array().length - each.offset());
            assertThat(each.bytes()).hasSize(each.length());
        }
    }

    private static Message broken(Message message, Random random) {
        byte[] body = message.body().bytes().clone();
        return switch (random.nextInt(6)) {
            case 0 -> message.withBody(Arrays.copyOf(body, random.nextInt(body.length + 1)));
            case 1 -> {
                byte[] longer = Arrays.copyOf(body, body.length + 1 + random.nextInt(20));
                if (random.nextBoolean()) {
                    Arrays.fill(longer, body.length, longer.length, (byte) random.nextInt());
                }
                yield message.withBody(longer);
            }
            case 2 -> {
                byte[] other = new byte[random.nextInt(50)];
                random.nextBytes(other);
                yield message.withBody(other);
            }
            case 3 -> withOtherHeader(message, random);
            default -> {
                for (int i = random.nextInt(4); i >= 0 && body.length > 0; i--) {
                    body[random.nextInt(random.nextBoolean() ? body.length : Math.min(body.length, 24))] =
                            (byte) random.nextInt();
                }
                yield message.withBody(body);
            }
        };
    }

    private static Message withOtherHeader(Message message, Random random) {
        RecordFormat[] formats = RecordFormat.values();
        Object[] values = {
            "zlib",
            "zstd",
            "application/x-bz2",
            "xz",
            "brotli",
            7,
            List.of(),
            new byte[] {-1},
            "",
            "lengthHeader4",
            formats[random.nextInt(formats.length)].formatName().getBytes(StandardCharsets.UTF_8)
        };
        String[] names = {"compression", "ringpost-records", "ringpost-producer", "springBatchFormat"};
        Object value = values[random.nextInt(values.length)];
        return message.withHeader(names[random.nextInt(names.length)], value);
    }
}
