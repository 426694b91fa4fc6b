/**
 * Faults under load, and the judge of what became of every message.
 *
 * <pre>
 *  FaultKind ─▶ Fault ──────────▶ Site (SingleSite: node behind a proxy │ ClusterSite: three nodes)
 *                 ▲ inject, heal          ▲                │
 *  Round ─────────┤                       │ publishes      │ everything is read back, past the proxy
 *                 ▼ start, stop           │                ▼
 *               Load ─▶ Engines ──────────┘             Readback ─▶ History ─▶ Checker ─▶ Verdict
 *                 └──────── attempted, accepted, outcomes ──────────▲
 * </pre>
 *
 * <p>A round is one fault amid a load: the load runs before, during and after it, ends, everything is settled and read back,
 * and the history is judged and forgotten; so a run of any length fits a small heap. The engine lives on from round to round.
 * In a batched round most messages go as records of AMQP messages that they share, as {@link dev.ringpost.faults.Packs} says;
 * what is asked of each is the same. {@code FaultsIT} runs one round for each fault, and a batched one for some;
 * {@link dev.ringpost.faults.Soak} as many as fit its time.
 */
@NullMarked
package dev.ringpost.faults;

import org.jspecify.annotations.NullMarked;
