package dev.ringpost.bench.peer;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** An output stream that hands every whole line to a consumer, on the thread that wrote its end. */
final class LineStream extends OutputStream {
    private final Consumer<String> consumer;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineStream(Consumer<String> consumer) {
        this.consumer = consumer;
    }

    @Override
    public synchronized void write(int octet) {
        if (octet == '\n') {
            consumer.accept(line.toString(StandardCharsets.UTF_8));
            line.reset();
        } else if (octet != '\r') {
            line.write(octet);
        }
    }
}
