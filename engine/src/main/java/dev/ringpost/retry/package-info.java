/**
 * What happens to a message that left its slot before it had an outcome: the store that keeps it until its retry is due
 * or its late answer comes, and the rules of when to move messages out and back. Internal; knows neither AMQP nor the
 * lane.
 */
@NullMarked
package dev.ringpost.retry;

import org.jspecify.annotations.NullMarked;
