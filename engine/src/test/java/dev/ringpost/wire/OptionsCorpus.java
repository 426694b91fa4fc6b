package dev.ringpost.wire;

import dev.ringpost.DeliveryMode;
import dev.ringpost.PublishOptions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Seeded random options: every property, every header type, nested, with text from all of Unicode. */
final class OptionsCorpus {

    private static final String[] ALPHABETS = {"abc.xyz-09_", "äöüß€", "漢字かな", "😀🚀", " \"\\\n"};
    private static final int MAX_DEPTH = 3;

    private final Random random;

    OptionsCorpus(Random random) {
        this.random = random;
    }

    PublishOptions next() {
        PublishOptions.Builder builder = PublishOptions.builder();
        if (random.nextBoolean()) {
            builder.exchange(text(20));
        }
        if (random.nextBoolean()) {
            builder.routingKey(text(60));
        }
        if (random.nextInt(3) == 0) {
            builder.mandatory(random.nextBoolean());
        }
        if (random.nextInt(3) == 0) {
            builder.deliveryMode(random.nextBoolean() ? DeliveryMode.TRANSIENT : DeliveryMode.PERSISTENT);
        }
        if (random.nextInt(3) == 0) {
            builder.priority(random.nextInt(256));
        } else if (random.nextInt(4) == 0) {
            builder.withoutPriority();
        }
        if (random.nextInt(3) == 0) {
            builder.expiration(Duration.ofNanos(random.nextLong(0xFFFF_FFFFL * 1_000_000)));
        }
        if (random.nextInt(3) > 0) {
            // In the order that amqp-client gives them: it copies the outermost table into a HashMap.
            builder.headers(new LinkedHashMap<>(new HashMap<>(table(0))));
        }
        if (random.nextInt(3) == 0) {
            builder.timestamp(Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000)));
        }
        texts(builder);
        return builder.build();
    }

    private void texts(PublishOptions.Builder builder) {
        if (random.nextInt(3) == 0) {
            builder.correlationId(text(30));
        }
        if (random.nextInt(3) == 0) {
            builder.replyTo(text(30));
        }
        if (random.nextInt(3) == 0) {
            builder.messageId(text(30));
        } else if (random.nextInt(3) == 0) {
            builder.numberedMessageId();
        }
        if (random.nextInt(3) == 0) {
            builder.type(text(30));
        }
        if (random.nextInt(3) == 0) {
            builder.userId(text(30));
        }
        if (random.nextInt(3) == 0) {
            builder.appId(text(30));
        }
        if (random.nextInt(3) == 0) {
            builder.clusterId(text(30));
        }
    }

    /** Text of at most that many characters; four bytes each still fit a short string. */
    String text(int maxChars) {
        String alphabet = ALPHABETS[random.nextInt(ALPHABETS.length)];
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(maxChars + 1); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private Map<String, Object> table(int depth) {
        Map<String, Object> table = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            putNullable(table, text(10), value(depth));
        }
        return table;
    }

    @SuppressWarnings("NullAway") // AMQP's void
    private static void putNullable(Map<String, Object> table, String key, @Nullable Object value) {
        table.put(key, value);
    }

    @SuppressWarnings("NullAway") // AMQP's void
    private List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(depth));
        }
        return list;
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth < MAX_DEPTH ? 17 : 14)) {
            case 0 -> text(300);
            case 1 -> random.nextInt();
            case 2 -> random.nextLong();
            case 3 -> (short) random.nextInt();
            case 4 -> (byte) random.nextInt();
            case 5 -> random.nextBoolean();
            case 6 -> random.nextDouble();
            case 7 -> random.nextFloat();
            case 8 -> new BigDecimal(BigInteger.valueOf(random.nextInt()), random.nextInt(256));
            case 9 -> new Date(random.nextLong(4_000_000_000_000L));
            case 10 -> Instant.ofEpochSecond(random.nextLong(4_000_000_000L), 123_456_789);
            case 11 -> bytes(random.nextInt(50));
            case 12 -> null;
            case 13 -> BigInteger.valueOf(random.nextLong());
            case 14 -> table(depth + 1);
            case 15 -> list(depth + 1);
            default -> list(depth + 1).toArray();
        };
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
