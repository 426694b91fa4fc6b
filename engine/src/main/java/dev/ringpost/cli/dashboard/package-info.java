/**
 * The live page of {@code ringpost publish --dashboard}, with what monitoring systems read beside it. It knows the engine's
 * public API and nothing of the command.
 *
 * <pre>
 *   engine.meters(), health() ──▶ Sampler, once a second ─────────────┐
 *                            └──▶ PrometheusText, Snapshot ───────────┼─▶ Dashboard: /  /stats.json  /metrics  /health
 *   engine.explain() ───────────▶ Verdicts, while a page is open ─────┘
 * </pre>
 */
@NullMarked
package dev.ringpost.cli.dashboard;

import org.jspecify.annotations.NullMarked;
