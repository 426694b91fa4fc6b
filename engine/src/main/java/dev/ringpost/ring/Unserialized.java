package dev.ringpost.ring;

import dev.ringpost.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * An object that the lane turns into bytes.
 *
 * @param body the object
 * @param serializer with what
 */
public record Unserialized(@Nullable Object body, Serializer serializer) {}
