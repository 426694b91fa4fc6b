package dev.ringpost.wire;

import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.NullMarked;

/**
 * The batch that a link gathers messages in, for measuring without a link: only this package knows it. One thread.
 */
@NullMarked
public final class BatchAccess {
    private static final int FRAME_MAX_BYTES = 131_072;

    private final MessageBatch batch;

    private BatchAccess(MessageBatch batch) {
        this.batch = batch;
    }

    /** An empty batch that encodes from templates, for RabbitMQ's usual frame_max. */
    public static BatchAccess ofTemplates() {
        return new BatchAccess(new TemplateBatch(FRAME_MAX_BYTES));
    }

    /** As {@link PinnedChannel#add}, of a message without a number. */
    public boolean add(RouteTemplate route, byte[] body, int offset, int length, long deliveryTag) {
        return batch.add(route, body, offset, length, deliveryTag, 0);
    }

    /** Writes all frames and empties the batch. */
    public void writeTo(DataOutputStream out) throws IOException {
        batch.writeTo(out);
        batch.clear();
    }
}
