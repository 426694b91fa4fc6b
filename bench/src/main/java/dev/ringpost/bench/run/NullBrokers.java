package dev.ringpost.bench.run;

import dev.ringpost.bench.nullbroker.ThrowawayKey;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A null broker for each run, in a JVM of its own. */
public final class NullBrokers implements BenchBroker {
    private @Nullable ThrowawayKey key;

    @Override
    public BrokerRun startRun(Protocol protocol) throws IOException, InterruptedException {
        if (protocol == Protocol.STREAM) {
            throw new IOException("the null broker does not speak the stream protocol");
        }
        if (protocol == Protocol.AMQP) {
            NullBrokerProcess process = NullBrokerProcess.start();
            return new Run(process, List.of("--port", String.valueOf(process.port())));
        }
        ThrowawayKey used = key;
        if (used == null) {
            used = ThrowawayKey.make();
            key = used;
        }
        NullBrokerProcess process =
                NullBrokerProcess.start("--tls", used.keyStore().toString());
        return new Run(
                process,
                List.of(
                        "--uri",
                        "amqps://127.0.0.1:" + process.port(),
                        "--trusted-certificate",
                        used.certificate().toString()));
    }

    @Override
    public void close() throws IOException {
        ThrowawayKey used = key;
        if (used != null) {
            used.close();
        }
    }

    private record Run(NullBrokerProcess process, List<String> addressOptions) implements BrokerRun {
        @Override
        public BrokerCounts finish(long expectedMessages) throws IOException, InterruptedException {
            return process.finish();
        }

        @Override
        public void close() throws IOException {
            process.close();
        }
    }
}
