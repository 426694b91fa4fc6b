/**
 * The engine against real brokers, the embedded one and RabbitMQ: one topic a class, run by failsafe. What they share lies
 * in {@code dev.ringpost.testing}.
 */
@NullMarked
package dev.ringpost.integration;

import org.jspecify.annotations.NullMarked;
