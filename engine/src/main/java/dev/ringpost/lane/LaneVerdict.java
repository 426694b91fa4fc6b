package dev.ringpost.lane;

import dev.ringpost.Bottleneck;
import dev.ringpost.LaneState;
import dev.ringpost.TimeUse;
import java.util.Map;

/**
 * What a lane is bound by, from where its time went; the rule is at {@link dev.ringpost.Explanation}.
 *
 * @param bottleneck the verdict
 * @param sentence the same for people, with what to do
 */
record LaneVerdict(Bottleneck bottleneck, String sentence) {

    /** A ring that is taken to that share counts as full. */
    static final double FULL = 0.5;

    private static final double MOST = 0.5;
    private static final double WAITED_FOR = 0.1;

    /**
     * What a window showed.
     *
     * @param state the lane's at its end
     * @param shares of time
     * @param callersWaiting share of samples in which a caller waited for room
     * @param ringFill mean share of the ring that was taken
     * @param callersSerializing share of samples in which a caller was in a serializer
     * @param hadMessages whether anything was in flight at any time
     */
    record Findings(
            LaneState state,
            Map<TimeUse, Double> shares,
            double callersWaiting,
            double ringFill,
            double callersSerializing,
            boolean hadMessages) {

        double share(TimeUse use) {
            return shares.getOrDefault(use, 0.0);
        }

        String percent(TimeUse use) {
            return LaneVerdict.percent(share(use));
        }

        /** What holds callers up, as far as they are held up. */
        String pressure() {
            return "; its ring was " + LaneVerdict.percent(ringFill) + " full, and callers waited for room in "
                    + LaneVerdict.percent(callersWaiting) + " of the time";
        }
    }

    static LaneVerdict of(Findings found) {
        if (found.state() == LaneState.CLOSED || found.state() == LaneState.FAILED) {
            return new LaneVerdict(Bottleneck.IDLE, "nothing goes through this lane: it is " + found.state());
        }
        if (found.share(TimeUse.ALARM) >= MOST) {
            return of(TimeUse.ALARM, found);
        }
        if (found.share(TimeUse.RECONNECTING) >= MOST) {
            return of(TimeUse.RECONNECTING, found);
        }
        if (!found.hadMessages()) {
            return new LaneVerdict(Bottleneck.IDLE, "nothing was published");
        }
        if (found.callersWaiting() < WAITED_FOR && found.ringFill() < FULL) {
            return callers(found);
        }
        TimeUse largest = TimeUse.LANE;
        for (TimeUse use : TimeUse.values()) {
            boolean counts = use != TimeUse.IDLE && use != TimeUse.LINGER;
            if (counts && found.share(use) > found.share(largest)) {
                largest = use;
            }
        }
        return of(largest, found);
    }

    private static LaneVerdict callers(Findings found) {
        String room = "the lane could take more: its ring was " + percent(found.ringFill())
                + " full, and callers waited for room in " + percent(found.callersWaiting()) + " of the time";
        if (found.callersSerializing() >= MOST) {
            return new LaneVerdict(
                    Bottleneck.SERIALIZER,
                    room + ". But callers were in their serializer in " + percent(found.callersSerializing())
                            + " of the samples: publish from more threads, or with another serializer");
        }
        String advice = found.share(TimeUse.BROKER) >= MOST
                ? ". In " + found.percent(TimeUse.BROKER) + " of the time it only waited for the broker's answers:"
                        + " callers that wait for each outcome before they publish again get no more than one message"
                        + " a round trip"
                : "";
        return new LaneVerdict(Bottleneck.CALLERS, room + advice);
    }

    private static LaneVerdict of(TimeUse use, Findings found) {
        String share = found.percent(use);
        return switch (use) {
            case SERIALIZE ->
                new LaneVerdict(
                        Bottleneck.SERIALIZER,
                        "the lane's thread spent " + share + " of its time in serializers" + found.pressure()
                                + ". serializeOn CALLER moves that to the callers' threads");
            case COMPRESS ->
                new LaneVerdict(
                        Bottleneck.COMPRESSOR,
                        "the lane's thread spent " + share + " of its time in compressors" + found.pressure()
                                + ". A faster one (lz4, zstd), a lower level, or more lanes help");
            case WRITE ->
                new LaneVerdict(
                        Bottleneck.SOCKET,
                        "the lane's thread spent " + share + " of its time in writes to the socket" + found.pressure()
                                + ". The network is slow, or the broker reads slowly, as RabbitMQ does with a connection in"
                                + " the state \"flow\"; record batching or compression would make it fewer bytes");
            case LANE, IDLE, LINGER ->
                new LaneVerdict(
                        Bottleneck.LANE,
                        "the lane's thread was at work itself in " + found.percent(TimeUse.LANE) + " of the time"
                                + found.pressure()
                                + ". More lanes, or record batching, would share or spare that work");
            case BROKER ->
                new LaneVerdict(
                        Bottleneck.BROKER,
                        "in " + share
                                + " of the time everything that may be in flight was, and the broker's answers were"
                                + " waited for" + found.pressure()
                                + ". A larger ring helps only against a long round trip; record batching, or more queues,"
                                + " make the broker's work less");
            case CALLBACKS ->
                new LaneVerdict(
                        Bottleneck.CALLBACKS,
                        "in " + share + " of the time the ring was full of outcomes that waited for callbacks"
                                + found.pressure() + ". Callbacks should only hand over what takes longer");
            case ALARM ->
                new LaneVerdict(
                        Bottleneck.ALARM,
                        "the broker blocked publishers in " + share
                                + " of the time: it has a memory or disk alarm, which" + " `rabbitmqctl status` shows");
            case RECONNECTING ->
                new LaneVerdict(
                        Bottleneck.RECONNECTING,
                        "there was no connection in " + share + " of the time; health() and the log say why");
        };
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
