package dev.ringpost.bench.jmh;

/** What an application puts into a queue of its own, to be published by another thread. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record QueuedMessage(String routingKey, byte[] body, long correlationId) {}
