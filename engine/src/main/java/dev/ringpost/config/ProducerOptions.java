package dev.ringpost.config;

import dev.ringpost.DeliveryMode;
import dev.ringpost.Ordering;
import dev.ringpost.PublishOptions;
import dev.ringpost.RecordFormat;
import dev.ringpost.SerializeOn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The options of each of the {@code producers}. Their keys are the methods of {@link PublishOptions.Builder}. */
final class ProducerOptions {

    /** The section's name. */
    static final String SECTION = "producers";

    private static final int SHORT_STRING_BYTES = 255;
    private static final Duration LONGEST_EXPIRATION = Duration.ofMillis(0xFFFF_FFFFL);

    /** All of them, in the order of the reference. */
    static final OptionTable<ProducerDraft> TABLE = new OptionTable<>(
            all(),
            Map.of(
                    "batching",
                    "Lets messages share AMQP messages as records, many times the rate; each still has its own outcome. Any "
                            + "of these switches it on."));

    private ProducerOptions() {}

    private static List<Option<ProducerDraft, ?>> all() {
        List<Option<ProducerDraft, ?>> all = new ArrayList<>();
        all.addAll(destination());
        all.addAll(properties());
        all.addAll(body());
        all.addAll(batching());
        all.addAll(order());
        return all;
    }

    private static List<Option<ProducerDraft, ?>> destination() {
        return List.of(
                text(
                        "exchange",
                        "ticks",
                        "The exchange by name, which has to exist; by default the anonymous one.",
                        PublishOptions.Builder::exchange),
                text("routing-key", "eurusd", "The routing key; by default empty.", PublishOptions.Builder::routingKey),
                flag(
                        "mandatory",
                        "true",
                        "Whether a message that no queue takes comes back (RETURNED), or is dropped by the broker and "
                                + "confirmed, the default.",
                        PublishOptions.Builder::mandatory));
    }

    private static List<Option<ProducerDraft, ?>> properties() {
        return List.of(
                Option.unset(
                        "delivery-mode",
                        Types.choice(DeliveryMode.class),
                        "persistent",
                        "Whether the broker keeps the message over its restart; by default persistent. transient costs "
                                + "durable queues no disk write.",
                        (draft, mode) -> draft.options().deliveryMode(mode)),
                Option.unset(
                        "priority",
                        Types.wholeNumber(0, 255),
                        "5",
                        "The priority, for queues that have them; by default 0.",
                        (draft, priority) -> draft.options().priority(priority)),
                Option.unset(
                        "expiration",
                        Types.duration(Duration.ZERO, LONGEST_EXPIRATION),
                        "1h",
                        "How long a message may wait in a queue, a fraction of a millisecond cut off; by default for ever.",
                        (draft, longest) -> draft.options().expiration(longest)),
                text(
                        "reply-to",
                        "replies",
                        "The property reply-to; by default absent.",
                        PublishOptions.Builder::replyTo),
                text("type", "tick", "The property type; by default absent.", PublishOptions.Builder::type),
                text(
                        "user-id",
                        "guest",
                        "The property user-id, which has to be the login's name; by default absent.",
                        PublishOptions.Builder::userId),
                text("app-id", "pricing", "The property app-id; by default absent.", PublishOptions.Builder::appId),
                text(
                        "cluster-id",
                        "c1",
                        "The property cluster-id, which AMQP has given up; by default absent.",
                        PublishOptions.Builder::clusterId),
                flag(
                        "numbered-message-ids",
                        "true",
                        "Whether messages get a message-id that is the same on every resend; by default as the engine says.",
                        ProducerOptions::numberedMessageIds));
    }

    private static List<Option<ProducerDraft, ?>> body() {
        return List.of(
                text(
                        "content-type",
                        "application/x-protobuf",
                        "Says that bodies of bytes or text are encoded already, and as what; by default by the body.",
                        PublishOptions.Builder::contentType),
                text(
                        "content-encoding",
                        "binary",
                        "The property content-encoding that goes with content-type; by default by the body.",
                        PublishOptions.Builder::contentEncoding),
                Option.unset(
                        "serializer",
                        Types.serializer(),
                        "json",
                        "What turns objects into bytes; by default as the engine says.",
                        (draft, name) -> draft.options().serializer(name)),
                Option.unset(
                        "serialize-on",
                        Types.choice(SerializeOn.class),
                        "caller",
                        "Which thread serializes; by default caller. With engine the call returns sooner, errors come as "
                                + "outcomes, and the object must not be changed before its outcome.",
                        (draft, thread) -> draft.options().serializeOn(thread)),
                Option.unset(
                        "compression",
                        Types.compression(),
                        "zstd",
                        "Compresses bodies, on the lane's thread; by default not.",
                        (draft, name) -> draft.options().compression(name)),
                Option.unset(
                        "compress-from-bytes",
                        Types.bytes(0, Integer.MAX_VALUE),
                        "1KiB",
                        "Smaller bodies are not compressed; by default 0, all are.",
                        (draft, bytes) -> draft.options().compressFromBytes(bytes)),
                flag(
                        "compress-only-if-smaller",
                        "true",
                        "Whether a body that compression does not shrink is sent as it is; by default false.",
                        PublishOptions.Builder::compressOnlyIfSmaller));
    }

    private static List<Option<ProducerDraft, ?>> batching() {
        return List.of(
                Option.unset(
                        "batching.max-records",
                        Types.wholeNumber(1, 65_536),
                        "1000",
                        "Records of one AMQP message at most; by default " + ProducerDraft.USUAL_RECORDS
                                + ". Fewer than the ring has slots.",
                        ProducerDraft::maxRecords),
                Option.unset(
                        "batching.max-bytes",
                        Types.bytes(1, 1 << 30),
                        "128KiB",
                        "Bytes of its body at most, before compression; by default "
                                + Quantities.show(ProducerDraft.USUAL_BYTES)
                                + ". A larger record is refused. No more than max-message-bytes.",
                        ProducerDraft::maxBytes),
                Option.unset(
                        "batching.linger",
                        Types.duration(Duration.ZERO, Duration.ofHours(1)),
                        "5ms",
                        "How long a record may wait for others; by default 0, only what waits anyway shares a message. "
                                + "Shorter than delivery-timeout.",
                        ProducerDraft::linger),
                Option.unset(
                        "batching.format",
                        Types.choice(RecordFormat.class),
                        "length-prefixed",
                        "What consumers get; by default length-prefixed. spring: Spring AMQP's own batches; json-array, "
                                + "ndjson: for JSON records.",
                        ProducerDraft::format));
    }

    private static List<Option<ProducerDraft, ?>> order() {
        return List.of(
                Option.unset(
                        "ordering-key",
                        Types.text(0, SHORT_STRING_BYTES),
                        "eurusd",
                        "Messages of one ordering key share a lane and keep their order; by default exchange and routing key.",
                        (draft, key) -> draft.options().orderingKey(key)),
                Option.unset(
                        "ordering",
                        Types.choice(Ordering.class),
                        "per-key",
                        "per-key, the default: in order, but for retries. strict: retries too, at a round trip a message. "
                                + "none: spread over all lanes.",
                        (draft, ordering) -> draft.options().ordering(ordering)));
    }

    private static void numberedMessageIds(PublishOptions.Builder options, boolean numbered) {
        if (numbered) {
            options.numberedMessageId();
        } else {
            options.withoutMessageId();
        }
    }

    private static Option<ProducerDraft, String> text(
            String key, String example, String about, BiConsumer<PublishOptions.Builder, String> put) {
        return Option.unset(
                key,
                Types.text(0, SHORT_STRING_BYTES),
                example,
                about,
                (draft, text) -> put.accept(draft.options(), text));
    }

    private static Option<ProducerDraft, Boolean> flag(
            String key, String example, String about, BiConsumer<PublishOptions.Builder, Boolean> put) {
        return Option.unset(key, Types.flag(), example, about, (draft, flag) -> put.accept(draft.options(), flag));
    }
}
