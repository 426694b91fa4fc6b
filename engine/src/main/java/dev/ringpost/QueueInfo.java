package dev.ringpost;

/**
 * What a broker says of a queue that was declared.
 *
 * @param name the queue's name; the broker's own for a server-named one
 * @param messageCount messages ready in it
 * @param consumerCount consumers on it
 */
public record QueueInfo(String name, long messageCount, long consumerCount) {}
