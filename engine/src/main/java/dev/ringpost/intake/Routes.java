package dev.ringpost.intake;

import dev.ringpost.Batching;
import dev.ringpost.EngineSettings;
import dev.ringpost.Entity;
import dev.ringpost.Exchange;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.PublishOptions;
import dev.ringpost.compression.Compressor;
import dev.ringpost.compression.CompressorRegistry;
import dev.ringpost.topology.Declarations;
import dev.ringpost.wire.BodyCompression;
import dev.ringpost.wire.Packing;
import dev.ringpost.wire.RouteEncoder;
import dev.ringpost.wire.RouteSpec;
import dev.ringpost.wire.RouteTemplate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Finds the template of a message's options, and encodes those that were not seen lately.
 *
 * <p>A direct-mapped cache by the identity of the options object (they are immutable) and of the producer's: a hit is two
 * comparisons, a miss overwrites. Options get an entry when they come for the second time; the first time leaves only
 * themselves there, so that those made for one message keep nothing else alive. It is bounded by its size and takes no lock;
 * entries are immutable, so a race between two threads costs one encoding at worst.
 */
final class Routes {

    private static final int ENTRIES = 4096;

    /** AMQP's own exchanges, which are always there. */
    private static final String PREDECLARED_PREFIX = "amq.";

    private record Entry(PublishOptions options, PublishOptions defaults, Content content, RouteTemplate route) {}

    /** Entries, and options that came once. */
    private final AtomicReferenceArray<@Nullable Object> cache = new AtomicReferenceArray<>(ENTRIES);

    private final CompressorRegistry compressors;
    private final boolean hearsReplies;
    private final EngineSettings.MessageIds messageIds;
    private final BatchingRules batchingRules;

    /**
     * For an engine.
     *
     * @param compressors by which names of compressors are looked up
     * @param hearsReplies whether direct replies have a listener
     * @param messageIds the engine's
     * @param batchingRules what record batching must keep to
     */
    Routes(
            CompressorRegistry compressors,
            boolean hearsReplies,
            EngineSettings.MessageIds messageIds,
            BatchingRules batchingRules) {
        this.compressors = compressors;
        this.hearsReplies = hearsReplies;
        this.messageIds = messageIds;
        this.batchingRules = batchingRules;
    }

    /**
     * The template for these options over these defaults.
     *
     * @param content what the body suggests for the content properties
     * @param encoder this thread's
     * @throws InvalidMessageException if the options cannot be sent
     */
    @SuppressWarnings("ReferenceEquality") // identity is what it goes by
    RouteTemplate find(PublishOptions options, PublishOptions defaults, Content content, RouteEncoder encoder) {
        int index = (options.hashCode() * 31 + defaults.hashCode()) & (ENTRIES - 1);
        Object found = cache.getAcquire(index);
        if (found instanceof Entry entry
                && entry.options == options
                && entry.defaults == defaults
                && entry.content.equals(content)) {
            return entry.route;
        }
        RouteTemplate route = encode(options.over(defaults), content, encoder, false);
        boolean again = found == options || (found instanceof Entry entry && entry.options == options);
        cache.setRelease(index, again ? new Entry(options, defaults, content, route) : options);
        return route;
    }

    /**
     * Encodes complete options. A content type set there goes before the body's, and a content encoding then too; alone
     * it means nothing, as with Kombu.
     */
    RouteTemplate encode(PublishOptions complete, Content content, RouteEncoder encoder, boolean longLived) {
        checkReplyTo(complete);
        Batching batching = complete.batching();
        if (batching != null) {
            batchingRules.check(batching, complete);
        }
        if (batching != null && batching.format().isJson()) {
            return encode(
                    complete,
                    RouteSpec.plain(complete, Content.JSON.type(), Content.JSON.encoding(), longLived),
                    encoder);
        }
        String type = complete.contentType();
        String encoding = complete.contentEncoding();
        RouteSpec spec = type == null || type.isEmpty()
                ? RouteSpec.plain(complete, content.type(), content.encoding(), longLived)
                : RouteSpec.plain(complete, type, encoding == null ? content.encoding() : encoding, longLived);
        return encode(complete, spec, encoder);
    }

    private RouteTemplate encode(PublishOptions complete, RouteSpec begun, RouteEncoder encoder) {
        Declarations needed = declarations(complete);
        RouteSpec spec = begun;
        spec = needed == null ? spec : spec.requiring(needed);
        boolean numbered = isNumbered(complete);
        spec = numbered ? spec.numberedBy(messageIds.producerId()) : spec;
        RouteTemplate plain = encoder.encode(spec);
        BodyCompression compression = compression(complete, spec, plain, encoder);
        Batching batching = complete.batching();
        if (batching != null) {
            return plain.packing(new Packing(batching, batching.linger().toNanos(), numbered, compression));
        }
        return compression == null ? plain : compression.compressed().compressing(compression);
    }

    /** The engine's default is for what has a place for it. */
    private boolean isNumbered(PublishOptions complete) {
        Batching batching = complete.batching();
        boolean hasPlace = batching == null || batching.format().carriesMessageIds();
        return complete.isMessageIdNumbered() || (messageIds.isDefault() && complete.isMessageIdUnset() && hasPlace);
    }

    private @Nullable BodyCompression compression(
            PublishOptions complete, RouteSpec spec, RouteTemplate plain, RouteEncoder encoder) {
        Compressor compressor = compressor(complete);
        if (compressor == null) {
            return null;
        }
        Integer fromBytes = complete.compressFromBytes();
        boolean onlyIfSmaller = Boolean.TRUE.equals(complete.compressOnlyIfSmaller());
        RouteTemplate compressed = encoder.encode(spec.compressedBy(compressor));
        return new BodyCompression(compressor, fromBytes == null ? 0 : fromBytes, onlyIfSmaller, plain, compressed);
    }

    /** The exchange itself is only looked for, unless it is declared; the anonymous one is always there. */
    private static @Nullable Declarations declarations(PublishOptions complete) {
        List<Entity> entities = complete.entitiesToDeclare();
        String exchange = complete.exchange();
        if (exchange != null && (exchange.startsWith(PREDECLARED_PREFIX) || isDeclared(exchange, entities))) {
            exchange = null;
        }
        // The usual case, and one less thing to do for who makes options for each message.
        return entities.isEmpty() && (exchange == null || exchange.isEmpty())
                ? null
                : Declarations.of(entities, exchange);
    }

    private static boolean isDeclared(String exchange, List<Entity> entities) {
        return entities.stream()
                .anyMatch(entity -> entity instanceof Exchange declared
                        && declared.isDeclarable()
                        && declared.name().equals(exchange));
    }

    private @Nullable Compressor compressor(PublishOptions complete) {
        String name = complete.compressionName();
        return name == null ? complete.compressor() : compressors.require(name);
    }

    private void checkReplyTo(PublishOptions complete) {
        if (!hearsReplies && PublishOptions.DIRECT_REPLY_TO.equals(complete.replyTo())) {
            throw new InvalidMessageException("reply-to \"" + PublishOptions.DIRECT_REPLY_TO
                    + "\" needs a replyListener of the engine: the broker would close the channel");
        }
    }
}
