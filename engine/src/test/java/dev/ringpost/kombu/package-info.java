/**
 * The behaviour of Kombu's {@code Producer} on RabbitMQ, one row of a checklist of 95 after the other: the number of a
 * row begins the name of the tests that show it, as in {@code row16_…}. What passes the wire is read by a
 * {@link dev.ringpost.testing.FrameTap}. Where Kombu's behaviour is a fault, the test shows what the engine does instead.
 *
 * <p>Rows without a test here are listed below, each with the reason. {@code ChecklistTest} counts.
 */
@NotTestedHere(rows = 48, because = "an option that does not exist does not compile")
@NotTestedHere(
        rows = {83, 84, 85, 86, 87, 88},
        because = "there are no pools: producers are cheap, share the engine's connections and own none")
@NotTestedHere(rows = 89, because = "there is no pool whose identity a policy could change, and policies are immutable")
@NotTestedHere(rows = 95, because = "shown with Kombu's own consumer by dev.ringpost.interop.StrictConsumerIT")
@NotTestedHere(
        rows = 77,
        because = "no exceptions to list: what is tried again is a nack, and what a lost connection left unanswered")
@NullMarked
package dev.ringpost.kombu;

import org.jspecify.annotations.NullMarked;
