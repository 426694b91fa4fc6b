package dev.ringpost.consumer;

import org.jspecify.annotations.Nullable;

/**
 * Tells a consumer which messages it has had before, by their message ids: those that an engine numbers
 * ({@code PublishOptions.Builder.numberedMessageId}), and any others that differ from message to message.
 *
 * <pre>{@code
 * RepeatFilter filter = new RepeatFilter();
 * channel.basicConsume(queue, false, (consumerTag, message) -> {
 *     String id = message.getProperties().getMessageId();
 *     long tag = message.getEnvelope().getDeliveryTag();
 *     if (filter.firstTime(id)) {
 *         try {
 *             work(message.getBody());
 *         } catch (RuntimeException e) {
 *             filter.forget(id); // or its redelivery would be dropped
 *             channel.basicNack(tag, false, true);
 *             return;
 *         }
 *     }
 *     channel.basicAck(tag, false);
 * }, consumerTag -> {});
 * }</pre>
 *
 * <p><b>What it remembers:</b> of each lane of each producer, which of the last so many numbers it has seen; of other ids,
 * and of numbers that come later than that, the last so many ids. What it no longer knows it takes for new: a repeat that
 * comes too late passes, since a message that is late for the first time (nacked and tried again, say) must not be lost.
 * Numbers go up for all messages of a lane, whatever their queue, so the window has to hold what the lane accepts from a
 * message's first attempt to its last: after a lost connection no more than the engine's {@code ringSize}; for messages
 * that wait for a retry, the lane's rate times the wait.
 *
 * <p><b>What it does not do:</b> it knows only what this object has seen. Two consumers of a queue with a filter each, or a
 * process started again, do not know of each other. A message that the broker delivers again, because its consumer went
 * away before the ack, is dropped as a repeat if this filter saw it, and new to any other. A user's own id that ends in
 * {@code -} and 16 lower-case hexadecimal digits is taken for a numbered one; if those do not go up, repeats of it may pass.
 *
 * <p><b>Memory:</b> window / 8 bytes for each lane remembered, some 100 + 2 × its length for each other id. With the
 * defaults at most 32 MiB and some 10 MiB.
 *
 * <p><b>Threads:</b> any; a lock is held for less than a microsecond. Of two threads with the same id, one is told that it
 * is the first.
 */
public final class RepeatFilter {

    /** Numbers remembered of each lane, unless said otherwise. */
    public static final int DEFAULT_WINDOW_COUNT = 1 << 18;

    /** Lanes remembered, unless said otherwise; beyond, the one unused for longest is forgotten. */
    public static final int DEFAULT_LANE_COUNT = 1024;

    /** Other ids remembered, unless said otherwise; beyond, the one unused for longest is forgotten. */
    public static final int DEFAULT_OTHER_ID_COUNT = 16_384;

    private static final int MIN_WINDOW_COUNT = 64;
    private static final int MAX_WINDOW_COUNT = 1 << 30;
    private static final char BEFORE_NUMBER = '-';
    private static final int NUMBER_DIGITS = 16;

    /** Of the number's digits, those that go up; the ones before are the lane's. */
    private static final int COUNT_DIGITS = 14;

    private final int windowCount;
    private final RecentlyUsed<String, NumberWindow> lanes;
    private final RecentlyUsed<String, Boolean> otherIds;

    // Of the message before: most have the same lane, which then need not be looked up.
    private @Nullable String lastLane;
    private @Nullable NumberWindow lastWindow;

    /** With the defaults. */
    public RepeatFilter() {
        this(DEFAULT_WINDOW_COUNT, DEFAULT_LANE_COUNT, DEFAULT_OTHER_ID_COUNT);
    }

    /**
     * With bounds of its own.
     *
     * @param windowCount numbers remembered of each lane, a power of two from 64 to 2^30
     * @param laneCount lanes remembered, of all producers together; at least 1
     * @param otherIdCount other ids remembered; at least 1
     * @throws IllegalArgumentException if one is out of its range
     */
    public RepeatFilter(int windowCount, int laneCount, int otherIdCount) {
        if (windowCount < MIN_WINDOW_COUNT || windowCount > MAX_WINDOW_COUNT || Integer.bitCount(windowCount) != 1) {
            throw new IllegalArgumentException("windowCount " + windowCount + " is not a power of two in "
                    + MIN_WINDOW_COUNT + ".." + MAX_WINDOW_COUNT);
        }
        if (laneCount < 1 || otherIdCount < 1) {
            throw new IllegalArgumentException(
                    "laneCount " + laneCount + " and otherIdCount " + otherIdCount + " must be at least 1");
        }
        this.windowCount = windowCount;
        this.lanes = new RecentlyUsed<>(laneCount);
        this.otherIds = new RecentlyUsed<>(otherIdCount);
    }

    /**
     * Whether the message is new, as far as is remembered; it is remembered from now on.
     *
     * @param messageId the property {@code message-id}; a message without one is always new
     * @return false if it is a repeat, to be acknowledged and otherwise passed over
     */
    public synchronized boolean firstTime(@Nullable String messageId) {
        if (messageId == null) {
            return true;
        }
        if (isNumbered(messageId)) {
            NumberWindow window = window(messageId);
            long number = number(messageId);
            if (!window.isPast(number)) {
                return window.add(number);
            }
        }
        return otherIds.put(messageId, Boolean.TRUE) == null;
    }

    /**
     * The message could not be used and is to be taken for new when it comes again.
     *
     * @param messageId as given to {@link #firstTime}
     */
    public synchronized void forget(@Nullable String messageId) {
        if (messageId == null) {
            return;
        }
        otherIds.remove(messageId);
        if (isNumbered(messageId)) {
            NumberWindow window = window(messageId);
            long number = number(messageId);
            if (!window.isPast(number)) {
                window.remove(number);
            }
        }
    }

    private static boolean isNumbered(String id) {
        int digitsAt = id.length() - NUMBER_DIGITS;
        if (digitsAt < 2 || id.charAt(digitsAt - 1) != BEFORE_NUMBER) {
            return false;
        }
        for (int i = digitsAt; i < id.length(); i++) {
            char c = id.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static long number(String id) {
        return Long.parseLong(id, id.length() - COUNT_DIGITS, id.length(), 16);
    }

    private NumberWindow window(String id) {
        int laneLength = id.length() - COUNT_DIGITS;
        NumberWindow window = lastWindow;
        String last = lastLane;
        if (window != null && last != null && last.length() == laneLength && id.startsWith(last)) {
            return window;
        }
        String lane = id.substring(0, laneLength);
        window = lanes.get(lane);
        if (window == null) {
            window = new NumberWindow(windowCount);
            lanes.put(lane, window);
        }
        lastLane = lane;
        lastWindow = window;
        return window;
    }
}
