package dev.ringpost.intake;

import dev.ringpost.Offer;
import dev.ringpost.ring.BodyBuffer;
import dev.ringpost.ring.Inlet;
import dev.ringpost.ring.OutcomeSink;
import dev.ringpost.ring.Unserialized;
import dev.ringpost.serialization.Serializer;
import dev.ringpost.wire.RouteTemplate;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message ready to be submitted as often as it takes. One of its three forms: bytes in an array, bytes in a buffer, or
 * an object that the lane will serialize.
 */
final class Prepared {

    private final RouteTemplate route;
    private final byte @Nullable [] array;
    private final @Nullable ByteBuffer buffer;
    private final int offset;
    private final int length;
    private final @Nullable Unserialized object;
    private final @Nullable BodyBuffer scratch;

    private Prepared(
            RouteTemplate route,
            byte @Nullable [] array,
            @Nullable ByteBuffer buffer,
            int offset,
            int length,
            @Nullable Unserialized object,
            @Nullable BodyBuffer scratch) {
        this.route = route;
        this.array = array;
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        this.object = object;
        this.scratch = scratch;
    }

    static Prepared bytes(RouteTemplate route, byte[] array, int offset, int length) {
        return new Prepared(route, array, null, offset, length, null, null);
    }

    /** Bytes in the calling thread's own buffer. */
    static Prepared scratch(RouteTemplate route, BodyBuffer bytes) {
        return new Prepared(route, bytes.array(), null, 0, bytes.size(), null, bytes);
    }

    static Prepared buffer(RouteTemplate route, ByteBuffer buffer) {
        return new Prepared(route, null, buffer, buffer.position(), buffer.remaining(), null, null);
    }

    static Prepared object(RouteTemplate route, @Nullable Object object, Serializer serializer) {
        return new Prepared(route, null, null, 0, 0, new Unserialized(object, serializer), null);
    }

    RouteTemplate route() {
        return route;
    }

    /** Whether the body is there already, and not left to the lane. */
    boolean isEncoded() {
        return object == null;
    }

    /** Length of the body, if it is there already. */
    int bodyBytes() {
        return length;
    }

    Offer offer(Inlet inlet, OutcomeSink sink) {
        if (object != null) {
            return Submission.offerObject(inlet, route, object, sink);
        }
        return Submission.offerBytes(inlet, route, array, buffer, offset, length, 0, sink);
    }

    /** It was accepted, or will not be. */
    void release() {
        if (scratch != null) {
            scratch.release();
        }
    }
}
