package dev.ringpost.bench.peers;

import dev.ringpost.bench.peers.PeerSpec.Kind;
import dev.ringpost.bench.peers.PythonClient.Candidate;
import dev.ringpost.bench.run.Protocol;
import java.util.ArrayList;
import java.util.List;

/** Who runs in a section, and who does not and why. */
final class SectionPlan {
    private static final String NO_TLS = "this broker is run without TLS; see --broker null";
    private static final String ONLY_NULL =
            "it writes the same octets again and again, which only the null broker takes";

    private static final String UNANNOUNCED_CONFIRMS =
            "it asks for confirms only where a broker announces basic.nack, and this one does not";

    private final BrokerKind broker;
    private final List<String> only;
    private final List<PeerSpec> wanted = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();

    /** {@code only}: names, of which a contestant's contains one; empty for all. */
    SectionPlan(BrokerKind broker, List<String> only) {
        this.broker = broker;
        this.only = List.copyOf(only);
    }

    void addAll(List<PeerSpec> specs) {
        for (PeerSpec spec : specs) {
            if (isWanted(spec.name())) {
                add(spec);
            }
        }
    }

    private void add(PeerSpec spec) {
        if (broker != BrokerKind.NULL && spec.contestant().protocol() == Protocol.AMQPS) {
            skip(spec.name(), NO_TLS);
        } else if (broker != BrokerKind.NULL && spec.kind() == Kind.LIMIT) {
            skip(spec.name(), ONLY_NULL);
        } else if (broker == BrokerKind.EMBEDDED && spec.name().equals(Candidate.PIKA.title())) {
            skip(spec.name(), UNANNOUNCED_CONFIRMS);
        } else {
            wanted.add(spec);
        }
    }

    void addMissing(List<Candidate> missing) {
        for (Candidate candidate : missing) {
            if (isWanted(candidate.title())) {
                skip(candidate.title(), candidate.howToInstall());
            }
        }
    }

    void skip(String name, String reason) {
        skipped.add(new Skipped(name, reason));
    }

    boolean isWanted(String name) {
        return only.isEmpty() || only.stream().anyMatch(name::contains);
    }

    List<PeerSpec> wanted() {
        return wanted;
    }

    SectionReport report(String title, String key) {
        return new SectionReport(title, key, wanted, skipped);
    }
}
