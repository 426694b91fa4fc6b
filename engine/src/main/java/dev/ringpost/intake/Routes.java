package dev.ringpost.intake;

import dev.ringpost.Entity;
import dev.ringpost.Exchange;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.PublishOptions;
import dev.ringpost.compression.Compressor;
import dev.ringpost.compression.CompressorRegistry;
import dev.ringpost.topology.Declarations;
import dev.ringpost.wire.BodyCompression;
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
    private final String producerId;

    /**
     * For an engine.
     *
     * @param compressors by which names of compressors are looked up
     * @param hearsReplies whether direct replies have a listener
     * @param producerId what numbered message ids begin with
     */
    Routes(CompressorRegistry compressors, boolean hearsReplies, String producerId) {
        this.compressors = compressors;
        this.hearsReplies = hearsReplies;
        this.producerId = producerId;
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
        String type = complete.contentType();
        String encoding = complete.contentEncoding();
        RouteSpec spec = type == null || type.isEmpty()
                ? RouteSpec.plain(complete, content.type(), content.encoding(), longLived)
                : RouteSpec.plain(complete, type, encoding == null ? content.encoding() : encoding, longLived);
        Declarations needed = declarations(complete);
        spec = needed == null ? spec : spec.requiring(needed);
        spec = complete.isMessageIdNumbered() ? spec.numberedBy(producerId) : spec;
        RouteTemplate plain = encoder.encode(spec);
        Compressor compressor = compressor(complete);
        if (compressor == null) {
            return plain;
        }
        Integer fromBytes = complete.compressFromBytes();
        boolean onlyIfSmaller = Boolean.TRUE.equals(complete.compressOnlyIfSmaller());
        RouteTemplate compressed = encoder.encode(spec.compressedBy(compressor));
        return compressed.compressing(
                new BodyCompression(compressor, fromBytes == null ? 0 : fromBytes, onlyIfSmaller, plain, compressed));
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
