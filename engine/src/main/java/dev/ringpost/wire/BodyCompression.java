package dev.ringpost.wire;

import dev.ringpost.compression.Compressor;

/**
 * How the bodies of a route are compressed.
 *
 * @param compressor by what
 * @param fromBytes smaller bodies are not
 * @param onlyIfSmaller whether a body that does not shrink is sent as it is
 * @param plain the route of a body that is not compressed
 * @param compressed the route of one that is
 */
public record BodyCompression(
        Compressor compressor, int fromBytes, boolean onlyIfSmaller, RouteTemplate plain, RouteTemplate compressed) {}
