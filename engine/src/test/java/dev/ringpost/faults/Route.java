package dev.ringpost.faults;

/**
 * Where messages of a load go. Each caller's messages of one route are a stream, whose order must hold.
 *
 * <p>Routes that a fault is about are rare beside the others, which must not feel it.
 */
enum Route {
    /** Three ordering keys of one exchange, to one queue. */
    KEY_A(0, 6),
    KEY_B(1, 6),
    KEY_C(2, 6),
    /** To a queue by its name. */
    DEFAULT_EXCHANGE(3, 6),
    /** Mandatory, to the queue of the keys. */
    MANDATORY(4, 4),
    /** Mandatory, and no queue is bound: always returned. */
    UNROUTABLE(5, 2),
    /** To a queue that may be deleted. */
    DOOMED_QUEUE(6, 1),
    /** Through an exchange that may be deleted. */
    DOOMED_EXCHANGE(7, 1),
    /** To a queue that may be too full. */
    NARROW(8, 1),
    /** Through an exchange for which the permission may be revoked. */
    FORBIDDEN(9, 1),
    /** With {@link dev.ringpost.Ordering#STRICT}, to a queue that may be too full: in order whatever is tried again. */
    STRICT(10, 1),
    /** Bodies below and above {@link MessageBody#KEPT_APART_BYTES}, which RabbitMQ writes to its disk in two ways. */
    MIXED_SIZES(11, 1),
    /** To a queue that may be without a majority of its members; only the fault that is about it publishes there. */
    PAIR(12, 0);

    private static final Route[] ALL = values();
    private static final int TOTAL_WEIGHT = totalWeight();

    private final int index;
    private final int weight;

    Route(int index, int weight) {
        this.index = index;
        this.weight = weight;
    }

    /** How many there are. */
    static int count() {
        return ALL.length;
    }

    /** Its place among them. */
    int index() {
        return index;
    }

    /** By its place. */
    static Route at(int index) {
        return ALL[index];
    }

    /** The route of a random number from 0 to {@link Integer#MAX_VALUE}. */
    static Route of(int random) {
        int left = random % TOTAL_WEIGHT;
        for (Route route : ALL) {
            left -= route.weight;
            if (left < 0) {
                return route;
            }
        }
        throw new IllegalArgumentException("a random number below 0: " + random);
    }

    private static int totalWeight() {
        int total = 0;
        for (Route route : ALL) {
            total += route.weight;
        }
        return total;
    }
}
