/**
 * The live page of {@code ringpost publish --dashboard}, with what monitoring systems read beside it. It knows the engine's
 * public API and nothing of the command.
 *
 * <pre>
 *   engine.meters(), health() ──▶ Sampler, once a second ──▶ History ─┐
 *                            └──▶ PrometheusText, Snapshot ───────────┴─▶ Dashboard: /  /stats.json  /metrics  /health
 * </pre>
 */
@NullMarked
package dev.ringpost.cli.dashboard;

import org.jspecify.annotations.NullMarked;
