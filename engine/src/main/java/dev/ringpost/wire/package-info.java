/**
 * Everything AMQP 0-9-1: framing, route templates, the pinned channel's port and its adapter to amqp-client. Internal.
 * The only package that touches amqp-client's {@code impl} classes.
 */
@NullMarked
package dev.ringpost.wire;

import org.jspecify.annotations.NullMarked;
