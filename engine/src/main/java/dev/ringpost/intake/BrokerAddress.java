package dev.ringpost.intake;

import dev.ringpost.BrokerUri;
import dev.ringpost.lane.Lane;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which broker messages go to, as far as that can be told before a message has a lane. Any thread. */
final class BrokerAddress {

    private final @Nullable String only;
    private final List<Lane> lanes;

    BrokerAddress(List<BrokerUri> brokers, List<Lane> lanes) {
        List<String> addresses =
                brokers.stream().map(BrokerUri::address).distinct().toList();
        this.only = addresses.size() == 1 ? addresses.get(0) : null;
        this.lanes = lanes;
    }

    /** Host and port, or {@code null} if lanes are connected to different ones, or to none. */
    @Nullable
    String now() {
        if (only != null) {
            return only;
        }
        String first = lanes.get(0).health().address();
        boolean isSame = lanes.stream()
                .skip(1)
                .allMatch(lane -> Objects.equals(lane.health().address(), first));
        return isSame ? first : null;
    }
}
