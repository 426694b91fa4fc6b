/**
 * The measuring side of Ringpost. How fast can one publisher hand messages to a broker that costs next to nothing?
 *
 * <pre>
 *  NullBench (run)  ── starts, times out, kills ──▶  NullBrokerMain (nullbroker)   own JVM, counts what arrived
 *      │                                                   ▲ loopback, AMQP 0-9-1
 *      └──────────── starts, times out, kills ──▶  one contestant (peer, ...)      own JVM, one JSON line
 * </pre>
 *
 * And what does record batching make of an ordinary RabbitMQ?
 *
 * <pre>
 *  RecordsBench (records) ── starts, kills, removes ──▶  a RabbitMQ node (rabbit)      its own data and ports
 *      │                                                   ▲ loopback, AMQP 0-9-1 or the stream protocol
 *      └──────────── starts, times out, kills ──▶  one contestant (records, peer)  own JVM, one JSON line
 * </pre>
 *
 * <ul>
 *   <li>{@code wire}: the one message every contestant sends, and the few wire constants needed to parse it.
 *   <li>{@code nullbroker}: parses every frame, confirms every publish, counts messages and body octets.
 *   <li>{@code contestant}: the shape of a contestant, its options, the measured part, its JSON line.
 *   <li>{@code peer}: the contestants we compare with.
 *   <li>{@code run}: the table of contestants, rounds, checks and the report.
 *   <li>{@code rabbit}: a private RabbitMQ that goes with this JVM.
 *   <li>{@code records}: the engine with records, its table of contestants, rounds, checks against the queue, reports.
 *   <li>{@code machine}: how far apart the cores were in a round, and how much of their time was stolen.
 *   <li>{@code jmh}: the engine's parts one by one, each beside a baseline, in JMH.
 *   <li>{@code peers}: the same message through every client one might use instead, in rounds against one broker.
 *   <li>{@code latency}: publish call and publish to confirm at fixed rates, corrected for coordinated omission.
 *   <li>{@code scaling}: what a message costs when sizes, windows, lanes, callers, routes and counts grow.
 *   <li>{@code report}: the measured as a page of tables and charts, and the headline as a picture.
 * </ul>
 */
@NullMarked
package dev.ringpost.bench;

import org.jspecify.annotations.NullMarked;
