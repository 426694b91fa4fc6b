package dev.ringpost.intake;

import dev.ringpost.EngineSettings;
import dev.ringpost.InvalidMessageException;
import dev.ringpost.PublishOptions;
import dev.ringpost.SerializeOn;
import dev.ringpost.serialization.JsonSerializer;
import dev.ringpost.serialization.Serializer;
import dev.ringpost.serialization.SerializerRegistry;
import dev.ringpost.wire.RouteTemplate;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a body and its options ready on the calling thread, before anything is claimed. The rules are Kombu's: a content
 * type means that the body is encoded already; else a serializer, where one is set, is used for any body; else bytes and
 * Strings go as they are and everything else through the engine's serializer.
 */
final class Preparation {

    private final PublishOptions defaults;
    private final Serializer engineSerializer;
    private final SerializerRegistry serializers;
    private final Routes routes;
    private final CallerWatch callers;
    private final int maxMessageBytes;

    /** Serializer of this producer's own options, and what it writes unless the body decides. */
    private final Serializer serializer;

    private final Content serializedContent;

    /** Templates of this producer's own options, which most messages use. */
    private final RouteTemplate bytesRoute;

    private final RouteTemplate textRoute;
    private final RouteTemplate serializedRoute;

    Preparation(PublishOptions defaults, EngineSettings settings, Routes routes, CallerWatch callers) {
        this.defaults = defaults;
        this.engineSerializer = settings.serializer();
        this.serializers = settings.serializers();
        this.routes = routes;
        this.callers = callers;
        this.maxMessageBytes = settings.maxMessageBytes();
        this.serializer = serializerOf(defaults, engineSerializer);
        this.serializedContent = new Content(serializer.contentType(), serializer.contentEncoding());
        this.bytesRoute = own(Content.BYTES);
        this.textRoute = own(Content.TEXT);
        this.serializedRoute = own(serializedContent);
    }

    private RouteTemplate own(Content content) {
        return routes.encode(defaults, content, CallerScratch.ofThread().routeEncoder(), true);
    }

    private Serializer serializerOf(PublishOptions options, Serializer otherwise) {
        String name = options.serializerName();
        if (name != null) {
            return serializers.require(name);
        }
        Serializer own = options.serializer();
        return own == null ? otherwise : own;
    }

    RouteTemplate bytesRoute() {
        return bytesRoute;
    }

    /**
     * Makes a message ready.
     *
     * @throws InvalidMessageException if it breaks a limit
     * @throws dev.ringpost.EncodeException if it cannot be serialized
     */
    Prepared prepare(@Nullable Object body, PublishOptions options) {
        boolean encoded = isEncoded(options);
        boolean serialize = !encoded && (options.hasSerializer() || defaults.hasSerializer());
        if (!serialize && body instanceof byte[] bytes) {
            return prepareBytes(bytes, 0, bytes.length, options);
        }
        if (!serialize && body instanceof ByteBuffer buffer) {
            return prepareBytes(buffer, options);
        }
        if (!serialize && body instanceof String text) {
            RouteTemplate route = route(options, Content.TEXT, textRoute);
            boolean isUtf8 = !encoded || RecordCheck.areUtf8(route);
            byte[] bytes = isUtf8 ? TextEncoding.utf8(text) : encode(text, options);
            RingProducer.checkSize(bytes.length, maxMessageBytes);
            return bytes(route, bytes);
        }
        if (encoded) {
            throw new InvalidMessageException("a content type says that the body is encoded already, but it is "
                    + (body == null ? "null" : "a " + body.getClass().getName()) + ", neither bytes nor a String");
        }
        return prepareObject(body, options);
    }

    private static Prepared bytes(RouteTemplate route, byte[] bytes) {
        RecordCheck.check(route, bytes, 0, bytes.length, false);
        return Prepared.bytes(route, bytes, 0, bytes.length);
    }

    /** Makes bytes ready that go as they are, whatever serializer is set. */
    Prepared prepareBytes(byte[] body, int offset, int length, PublishOptions options) {
        RingProducer.checkSize(length, maxMessageBytes);
        RouteTemplate route = route(options, Content.BYTES, bytesRoute);
        RecordCheck.check(route, body, offset, length, false);
        return Prepared.bytes(route, body, offset, length);
    }

    /** The same with what remains of a buffer, which is not moved. */
    Prepared prepareBytes(ByteBuffer body, PublishOptions options) {
        RingProducer.checkSize(body.remaining(), maxMessageBytes);
        RouteTemplate route = route(options, Content.BYTES, bytesRoute);
        RecordCheck.check(route, body);
        return Prepared.buffer(route, body);
    }

    @SuppressWarnings("ReferenceEquality") // the very same serializer is the one that a template is ready for
    private Prepared prepareObject(@Nullable Object body, PublishOptions options) {
        Serializer with = serializerOf(options, serializer);
        Content content = Content.of(with, body);
        RouteTemplate route = with == serializer && content.equals(serializedContent)
                ? route(options, serializedContent, serializedRoute)
                : route(options, content, null);
        RecordCheck.checkSerializer(route, with.name(), content);
        SerializeOn where = options.serializeOn() == null ? defaults.serializeOn() : options.serializeOn();
        if (where == SerializeOn.ENGINE) {
            return Prepared.object(route, body, with);
        }
        CallerScratch scratch = CallerScratch.ofThread();
        boolean counted = callers.enterSerializer();
        try {
            scratch.serialize(with, body, maxMessageBytes);
        } finally {
            callers.leaveSerializer(counted);
        }
        RecordCheck.check(route, scratch.body().array(), 0, scratch.body().size(), with instanceof JsonSerializer);
        return Prepared.scratch(route, scratch.body());
    }

    private RouteTemplate route(PublishOptions options, Content content, @Nullable RouteTemplate own) {
        if (own != null && options == PublishOptions.none()) {
            return own;
        }
        return routes.find(options, defaults, content, CallerScratch.ofThread().routeEncoder());
    }

    /** A content type says that the body is encoded; an empty one says that it is not, as with Kombu. */
    private boolean isEncoded(PublishOptions options) {
        String type = options.contentType() == null ? defaults.contentType() : options.contentType();
        return type != null && !type.isEmpty();
    }

    /** Whether the producer's options say that bodies are encoded. */
    boolean isEncodedByDefault() {
        return isEncoded(PublishOptions.none());
    }

    private byte[] encode(String text, PublishOptions options) {
        String encoding = options.contentEncoding() == null ? defaults.contentEncoding() : options.contentEncoding();
        return encoding == null ? TextEncoding.utf8(text) : TextEncoding.inCharset(text, encoding);
    }
}
