package dev.ringpost;

/**
 * A message that came back. A snapshot: it may be kept.
 *
 * @param body the body as it was sent, compressed if it was
 * @param contentType the property it was sent with
 * @param contentEncoding the property it was sent with
 * @param options what it was published with, the producer's options included
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once and never compared
public record ReturnedMessage(byte[] body, String contentType, String contentEncoding, PublishOptions options) {}
