package dev.ringpost.pack;

import dev.ringpost.wire.Packing;
import dev.ringpost.wire.RouteTemplate;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The packs being filled: for each exchange and routing key one at the most. A record goes into its route's pack, unless
 * that has no room for it or holds records with other properties: then that one is sent first. So is a pack that holds
 * records of the same ordering key which came before on another route, or in front of a message that is no record.
 *
 * <p><b>Threads:</b> the lane only.
 */
public final class Packs {

    private final Outlet outlet;
    private final List<OpenPack> open = new ArrayList<>();
    private final Deque<OpenPack> pool = new ArrayDeque<>();
    private final PackTable byRoute = new PackTable();

    /** By ordering keys that are not their route's. */
    private final PackTable byKey = new PackTable();

    private @Nullable OpenPack latest;
    private int recordCount;
    private long nextDueNs = Long.MAX_VALUE;
    private Patience lastPatience = Patience.NONE;
    private int limitBytes = Integer.MAX_VALUE;

    /** Where packs go that are to be sent. */
    public interface Outlet {
        /**
         * Sends a pack, which is used again afterwards.
         *
         * @throws IOException if the connection is gone
         */
        void send(OpenPack pack) throws IOException;
    }

    /** With nothing in it. */
    public Packs(Outlet outlet) {
        this.outlet = outlet;
    }

    /** The broker takes no larger messages: packs of several records stay below. */
    public void limitTo(int messageBytes) {
        limitBytes = Math.min(limitBytes, messageBytes);
    }

    /** Records that wait in packs. */
    public int recordCount() {
        return recordCount;
    }

    /** Whether none waits. */
    public boolean isEmpty() {
        return recordCount == 0;
    }

    /**
     * Adds a record, which may send packs.
     *
     * @param route has a packing
     * @param bytes the record's own
     * @param sinceNs since when it waits: its linger begins there
     * @param nowNs when the lane's step began
     * @throws IOException if the connection is gone; whether the record is in a pack does not matter any more
     */
    public void add(long sequence, RouteTemplate route, Packing packing, int bytes, long sinceNs, long nowNs)
            throws IOException {
        OpenPack pack = packFor(route, packing, bytes);
        if (route.hasOrderingKey() && !route.isUnordered()) {
            OpenPack before = byKey.get(route.orderingHash());
            if (before != null && before != pack) {
                send(before);
            }
        }
        if (pack == null) {
            pack = open(route, packing, nowNs);
        }
        if (route.hasOrderingKey() && !route.isUnordered()) {
            byKey.put(route.orderingHash(), pack);
        }
        pack.add(sequence, bytes, sinceNs);
        nextDueNs = Math.min(nextDueNs, sinceNs + lastPatience.waitNs(packing.lingerNs()));
        recordCount++;
        if (pack.count() >= packing.batching().maxRecords() || route.isStrict()) {
            send(pack);
        }
    }

    /** The route's pack if it takes the record. */
    private @Nullable OpenPack packFor(RouteTemplate route, Packing packing, int bytes) throws IOException {
        OpenPack pack = latest;
        if (pack == null || pack.route() != route) {
            pack = byRoute.get(route.routeHash());
        }
        if (pack == null) {
            return null;
        }
        long bytesThen = pack.bodyBytes() + bytes + packing.overheadBytes();
        boolean fits = bytesThen <= Math.min(limitBytes, packing.batching().maxBytes());
        if (fits && !route.isStrict() && pack.route().sharesMessagesWith(route)) {
            return pack;
        }
        send(pack);
        return null;
    }

    private OpenPack open(RouteTemplate route, Packing packing, long nowNs) {
        OpenPack pack = pool.isEmpty() ? new OpenPack() : pool.pop();
        pack.open(route, packing, nowNs);
        pack.place = open.size();
        open.add(pack);
        byRoute.put(route.routeHash(), pack);
        latest = pack;
        return pack;
    }

    /** Before a message that is no record: what must come before it is sent. */
    public void beforeSingle(RouteTemplate route) throws IOException {
        if (route.isUnordered()) {
            return;
        }
        OpenPack pack = byRoute.get(route.routeHash());
        if (pack != null) {
            send(pack);
        }
        OpenPack sameKey = route.hasOrderingKey() ? byKey.get(route.orderingHash()) : null;
        if (sameKey != null) {
            send(sameKey);
        }
    }

    /**
     * Sends what has waited long enough.
     *
     * @param patience how long a pack may wait
     * @param nowNs when the lane's step began
     * @param wasFull whether there is more to take, so that packs opened in this step may be left to the next
     * @param isEnough whether this step took long already, and the rest is to be left to the next
     */
    public void sendDue(Patience patience, long nowNs, boolean wasFull, BooleanSupplier isEnough) throws IOException {
        if (recordCount == 0 || (nowNs < nextDueNs && patience == lastPatience)) {
            return;
        }
        lastPatience = patience;
        nextDueNs = Long.MAX_VALUE;
        for (int i = 0; i < open.size(); ) {
            OpenPack pack = open.get(i);
            long dueNs = pack.waitingSinceNs() + patience.waitNs(pack.packing().lingerNs());
            if (nowNs >= dueNs && !(wasFull && pack.openedNs() == nowNs) && !isEnough.getAsBoolean()) {
                send(pack); // which removes it
            } else {
                nextDueNs = Math.min(nextDueNs, dueNs);
                i++;
            }
        }
    }

    /** When the next pack will have waited long enough, as far as was known last; {@link Long#MAX_VALUE} for never. */
    public long nextDueNs() {
        return recordCount == 0 ? Long.MAX_VALUE : nextDueNs;
    }

    private void send(OpenPack pack) throws IOException {
        remove(pack);
        if (latest == pack) {
            latest = null;
        }
        recordCount -= pack.count();
        try {
            outlet.send(pack);
        } finally {
            recycle(pack);
        }
    }

    private void remove(OpenPack pack) {
        OpenPack last = open.remove(open.size() - 1);
        if (last != pack) {
            last.place = pack.place;
            open.set(last.place, last);
        }
    }

    /** Forgets all packs: their records are still in their slots. */
    public void clear() {
        open.forEach(this::recycle);
        open.clear();
        latest = null;
        recordCount = 0;
    }

    private void recycle(OpenPack pack) {
        pack.close();
        pool.push(pack);
    }
}
