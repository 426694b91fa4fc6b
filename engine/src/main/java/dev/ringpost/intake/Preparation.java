package dev.ringpost.intake;

import dev.ringpost.InvalidMessageException;
import dev.ringpost.PublishOptions;
import dev.ringpost.SerializeOn;
import dev.ringpost.serialization.Serializer;
import dev.ringpost.wire.RouteTemplate;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a body and its options ready on the calling thread, before anything is claimed. The rules are Kombu's: a content
 * type means that the body is encoded already; else a serializer, where one is set, is used for any body; else bytes and
 * Strings go as they are and everything else through the engine's serializer.
 */
final class Preparation {

    private final PublishOptions defaults;
    private final Serializer serializer;
    private final Content serializedContent;
    private final Routes routes;
    private final int maxMessageBytes;

    /** Templates of this producer's own options, which most messages use. */
    private final RouteTemplate bytesRoute;

    private final RouteTemplate textRoute;
    private final RouteTemplate serializedRoute;

    Preparation(PublishOptions defaults, Serializer engineSerializer, Routes routes, int maxMessageBytes) {
        this.defaults = defaults;
        this.serializer = defaults.serializer() == null ? engineSerializer : defaults.serializer();
        this.serializedContent = Content.of(serializer);
        this.routes = routes;
        this.maxMessageBytes = maxMessageBytes;
        this.bytesRoute = own(Content.BYTES);
        this.textRoute = own(Content.TEXT);
        this.serializedRoute = own(serializedContent);
    }

    private RouteTemplate own(Content content) {
        return Routes.encode(defaults, content, CallerScratch.ofThread().routeEncoder(), true);
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
        boolean encoded = options.contentType() != null || defaults.contentType() != null;
        boolean serialize = !encoded && (options.serializer() != null || defaults.serializer() != null);
        if (!serialize && body instanceof byte[] bytes) {
            RingProducer.checkSize(bytes.length, maxMessageBytes);
            return Prepared.bytes(route(options, Content.BYTES, bytesRoute), bytes, bytes.length);
        }
        if (!serialize && body instanceof ByteBuffer buffer) {
            RingProducer.checkSize(buffer.remaining(), maxMessageBytes);
            return Prepared.buffer(route(options, Content.BYTES, bytesRoute), buffer);
        }
        if (!serialize && body instanceof String text) {
            RouteTemplate route = route(options, Content.TEXT, textRoute);
            byte[] bytes = text.getBytes(encoded ? charset(route.contentEncoding()) : StandardCharsets.UTF_8);
            RingProducer.checkSize(bytes.length, maxMessageBytes);
            return Prepared.bytes(route, bytes, bytes.length);
        }
        if (encoded) {
            throw new InvalidMessageException("a content type says that the body is encoded already, but it is "
                    + (body == null ? "null" : "a " + body.getClass().getName()) + ", neither bytes nor a String");
        }
        return prepareObject(body, options);
    }

    @SuppressWarnings("ReferenceEquality") // the very same serializer is the one that a template is ready for
    private Prepared prepareObject(@Nullable Object body, PublishOptions options) {
        Serializer with = options.serializer() == null ? serializer : options.serializer();
        RouteTemplate route = with == serializer
                ? route(options, serializedContent, serializedRoute)
                : route(options, Content.of(with), null);
        SerializeOn where = options.serializeOn() == null ? defaults.serializeOn() : options.serializeOn();
        if (where == SerializeOn.ENGINE) {
            return Prepared.object(route, body, with);
        }
        CallerScratch scratch = CallerScratch.ofThread();
        scratch.serialize(with, body, maxMessageBytes);
        return Prepared.scratch(route, scratch.body());
    }

    private RouteTemplate route(PublishOptions options, Content content, @Nullable RouteTemplate own) {
        if (own != null && options == PublishOptions.none()) {
            return own;
        }
        return routes.find(options, defaults, content, CallerScratch.ofThread().routeEncoder());
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new InvalidMessageException(
                    "content encoding \"" + name + "\" is no charset, which a String body with a content type needs");
        }
    }
}
