package dev.ringpost.stage;

import dev.ringpost.OutgoingPack;
import dev.ringpost.PublishInterceptor;
import dev.ringpost.PublishObserver;
import dev.ringpost.SendObserver;
import dev.ringpost.pack.OpenPack;
import dev.ringpost.ring.LaneClock;
import dev.ringpost.ring.OutcomeSink;
import dev.ringpost.ring.SlotRing;
import dev.ringpost.wire.RouteEncoder;
import dev.ringpost.wire.RouteTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the engine's interceptor about AMQP messages of records, where one of the records has an observer. Whatever it throws,
 * the message is sent, without what it would have added.
 *
 * <p><b>Threads:</b> the lane only.
 */
final class SendInterception {

    private static final Logger LOG = LoggerFactory.getLogger(SendInterception.class);
    private static final long LOG_INTERVAL_NS = 1_000_000_000;

    private final PublishInterceptor interceptor;
    private final SlotRing ring;
    private final LaneClock clock;
    private final RouteEncoder encoder = new RouteEncoder();
    private final List<SendObserver> inBatch = new ArrayList<>();
    private @Nullable SendObserver latest;
    private long nextLogNs = Long.MIN_VALUE;

    SendInterception(PublishInterceptor interceptor, SlotRing ring, LaneClock clock) {
        this.interceptor = interceptor;
        this.ring = ring;
        this.clock = clock;
    }

    /** The route to send a pack with; to be followed by {@link #onAdded} or {@link #onRefused}. */
    RouteTemplate before(OpenPack pack, RouteTemplate route, String brokerAddress) {
        List<PublishObserver> observers = observers(pack);
        if (observers.isEmpty()) {
            return route;
        }
        try {
            Sending sending = new Sending(route, pack.count(), observers, brokerAddress);
            latest = interceptor.beforeSend(sending);
            Map<String, Object> headers = sending.added;
            return headers == null ? route : route.withHeaders(headers, encoder);
        } catch (Throwable e) {
            log(e);
            return route;
        } finally {
            Thread.interrupted(); // a flag it left behind would keep the lane from parking
        }
    }

    private List<PublishObserver> observers(OpenPack pack) {
        List<PublishObserver> observers = List.of();
        for (int i = 0; i < pack.count(); i++) {
            OutcomeSink sink = ring.get(pack.sequences()[i]).sink;
            PublishObserver observer = sink == null ? null : sink.observer();
            if (observer != null) {
                observers = observers.isEmpty() ? new ArrayList<>() : observers;
                observers.add(observer);
            }
        }
        return observers;
    }

    /** The pack is in the batch. */
    void onAdded() {
        SendObserver added = latest;
        if (added != null) {
            inBatch.add(added);
            latest = null;
        }
    }

    /** It is not, and will not be. */
    void onRefused(String why) {
        SendObserver refused = latest;
        if (refused != null) {
            latest = null;
            tell(refused, why);
        }
    }

    /** The batch was written, or lost; then a pack that was to come into the next one is, too. */
    void onWritten(@Nullable String error) {
        if (error != null) {
            onRefused(error);
        }
        for (SendObserver observer : inBatch) {
            tell(observer, error);
        }
        inBatch.clear();
    }

    private void tell(SendObserver observer, @Nullable String error) {
        try {
            observer.onWritten(error);
        } catch (Throwable e) {
            log(e);
        } finally {
            Thread.interrupted();
        }
    }

    private void log(Throwable e) {
        long nowNs = clock.coarse();
        if (nextLogNs == Long.MIN_VALUE || nowNs - nextLogNs >= 0) {
            nextLogNs = nowNs + LOG_INTERVAL_NS;
            LOG.warn("the interceptor threw over a message of records, which is sent without it", e);
        }
    }

    /** What the interceptor sees. */
    private static final class Sending implements OutgoingPack {
        private final RouteTemplate route;
        private final int recordCount;
        private final List<PublishObserver> observers;
        private final String brokerAddress;
        private @Nullable Map<String, Object> added;

        Sending(RouteTemplate route, int recordCount, List<PublishObserver> observers, String brokerAddress) {
            this.route = route;
            this.recordCount = recordCount;
            this.observers = Collections.unmodifiableList(observers);
            this.brokerAddress = brokerAddress;
        }

        @Override
        public String exchange() {
            return route.exchange();
        }

        @Override
        public String routingKey() {
            return route.routingKey();
        }

        @Override
        public Map<String, Object> headers() {
            Map<String, Object> all = added;
            return all == null ? before() : Collections.unmodifiableMap(all);
        }

        private Map<String, Object> before() {
            Map<String, Object> headers = route.options().headers();
            return headers == null ? Map.of() : headers;
        }

        @Override
        public void addHeader(String name, Object value) {
            Map<String, Object> all = added;
            if (all == null) {
                all = new LinkedHashMap<>(before());
                added = all;
            }
            all.put(Objects.requireNonNull(name, "name"), value);
        }

        @Override
        public int recordCount() {
            return recordCount;
        }

        @Override
        public List<PublishObserver> observers() {
            return observers;
        }

        @Override
        public String brokerAddress() {
            return brokerAddress;
        }
    }
}
