package dev.ringpost.wire;

import dev.ringpost.topology.ControlChannel;
import dev.ringpost.topology.ScriptedControl;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A connection with the real encoder whose bytes go nowhere; allocates nothing of its own. */
public final class NullLink implements PinnedChannel {

    private final TemplateBatch batch = new TemplateBatch(131_072);
    private final ControlChannel control = new ScriptedControl();
    private final DataOutputStream nowhere = new DataOutputStream(OutputStream.nullOutputStream());

    @Override
    public int frameMaxBytes() {
        return 131_072;
    }

    @Override
    public String user() {
        return "nobody";
    }

    @Override
    public String address() {
        return "nowhere:0";
    }

    @Override
    public ControlChannel control() {
        return control;
    }

    @Override
    public boolean add(RouteTemplate route, byte[] body, int offset, int length, long deliveryTag, long messageNumber) {
        return batch.add(route, body, offset, length, deliveryTag, messageNumber);
    }

    @Override
    public int batchCount() {
        return batch.messageCount();
    }

    @Override
    public long batchBytes() {
        return batch.bytes();
    }

    @Override
    public void flush() throws IOException {
        batch.writeTo(nowhere);
        batch.clear();
    }

    @Override
    public void cut() {}

    @Override
    public void close(long timeoutMs) {}
}
