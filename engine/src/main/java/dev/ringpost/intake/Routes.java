package dev.ringpost.intake;

import dev.ringpost.PublishOptions;
import dev.ringpost.wire.RouteEncoder;
import dev.ringpost.wire.RouteTemplate;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Finds the template of a message's options, and encodes those that were not seen lately.
 *
 * <p>A direct-mapped cache by the identity of the options object (they are immutable) and of the producer's: a hit is two
 * comparisons, a miss overwrites. It is bounded by its size and takes no lock; entries are immutable, so a race between
 * two threads costs one encoding at worst.
 */
final class Routes {

    private static final int ENTRIES = 4096;

    private record Entry(PublishOptions options, PublishOptions defaults, Content content, RouteTemplate route) {}

    private final AtomicReferenceArray<@Nullable Entry> cache = new AtomicReferenceArray<>(ENTRIES);

    /**
     * The template for these options over these defaults.
     *
     * @param content what the body suggests for the content properties
     * @param encoder this thread's
     */
    RouteTemplate find(PublishOptions options, PublishOptions defaults, Content content, RouteEncoder encoder) {
        int index = (System.identityHashCode(options) * 31 + System.identityHashCode(defaults)) & (ENTRIES - 1);
        Entry entry = cache.getAcquire(index);
        if (entry != null && entry.options == options && entry.defaults == defaults && entry.content.equals(content)) {
            return entry.route;
        }
        RouteTemplate route = encode(options.over(defaults), content, encoder, false);
        cache.setRelease(index, new Entry(options, defaults, content, route));
        return route;
    }

    /**
     * Encodes complete options. A content type set there goes before the body's, and a content encoding then too; alone
     * it means nothing, as with Kombu.
     */
    static RouteTemplate encode(PublishOptions complete, Content content, RouteEncoder encoder, boolean longLived) {
        String type = complete.contentType();
        if (type == null) {
            return encoder.encode(complete, content.type(), content.encoding(), longLived);
        }
        String encoding = complete.contentEncoding();
        return encoder.encode(complete, type, encoding == null ? content.encoding() : encoding, longLived);
    }
}
