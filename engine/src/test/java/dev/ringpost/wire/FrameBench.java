package dev.ringpost.wire;

import com.rabbitmq.client.impl.AMQCommand;
import com.rabbitmq.client.impl.Frame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Messages to encode, and amqp-client's own reader to decode them with. */
final class FrameBench {

    private FrameBench() {}

    /** One message: its body lies somewhere inside an array, as in a slab. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Message(RouteTemplate route, byte[] array, int offset, int length, long tag, long messageNumber) {
        byte[] body() {
            return java.util.Arrays.copyOfRange(array, offset, offset + length);
        }
    }

    /** A message of that size with random properties. */
    static Message message(OptionsCorpus corpus, Random random, RouteEncoder encoder, int length) {
        RouteSpec spec = RouteSpec.plain(corpus.next(), corpus.text(20), corpus.text(10), random.nextBoolean());
        RouteTemplate route =
                encoder.encode(spec.options().isMessageIdNumbered() ? spec.numberedBy("p" + corpus.text(20)) : spec);
        int offset = random.nextInt(100);
        byte[] array = corpus.bytes(offset + length + random.nextInt(3));
        return new Message(route, array, offset, length, random.nextLong(1L << 50), random.nextLong());
    }

    /** Body sizes around every border of a frame_max. */
    static List<Integer> sizesAround(int frameMaxBytes) {
        int payload = frameMaxBytes - FrameLayout.FRAME_OVERHEAD_BYTES;
        List<Integer> sizes = new ArrayList<>(List.of(0, 1, 2, 100, 8 * 1024 - 1, 8 * 1024, 8 * 1024 + 1));
        for (int frames = 1; frames <= 3; frames++) {
            for (int around = -2; around <= 2; around++) {
                sizes.add(payload * frames + around);
                sizes.add(frameMaxBytes * frames + around);
            }
        }
        return sizes;
    }

    static boolean add(MessageBatch batch, Message message) {
        return batch.add(
                message.route(),
                message.array(),
                message.offset(),
                message.length(),
                message.tag(),
                message.messageNumber());
    }

    static byte[] written(MessageBatch batch) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        batch.writeTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** What amqp-client reads out of the bytes; fails if anything is left over or a frame is over the limit. */
    static List<AMQCommand> decoded(byte[] bytes, int frameMaxBytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        List<AMQCommand> commands = new ArrayList<>();
        AMQCommand command = new AMQCommand();
        int maxPayload = frameMaxBytes == 0 ? Integer.MAX_VALUE : frameMaxBytes - FrameLayout.FRAME_OVERHEAD_BYTES;
        boolean whole = true;
        while (in.available() > 0) {
            Frame frame = Frame.readFrom(in, () -> maxPayload);
            if (frame.getChannel() != FrameLayout.PINNED_CHANNEL) {
                throw new IOException("a frame on channel " + frame.getChannel());
            }
            if (frame.getPayload().length > maxPayload) {
                throw new IOException("a frame over the limit");
            }
            whole = command.handleFrame(frame);
            if (whole) {
                commands.add(command);
                command = new AMQCommand();
            }
        }
        if (!whole) {
            throw new IOException("the last message is not complete");
        }
        return commands;
    }
}
