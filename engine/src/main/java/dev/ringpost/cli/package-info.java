/**
 * The command {@code ringpost}: publishes the lines of a file or of standard input and reports what became of them. It
 * uses the engine as any application does; nothing in the engine may use this package. Internal, and in need of the
 * optional dependencies picocli, progressbar and logback.
 *
 * <pre>
 *   PublishCommand ── PublishPlan ──▶ PublishRun ──▶ RunReport ──▶ Summary, ReportFile
 *     (options)       (checked)          │
 *                                        │ thread "ringpost-reader"
 *              Input ──▶ LineReader ──▶ LinePublisher ──▶ Producer (engine)
 *                                        │      └ JsonLine, Routing, Pace, Rejections
 *                                        └ QueueProbe, Progress, StopRequest
 * </pre>
 */
@NullMarked
package dev.ringpost.cli;

import org.jspecify.annotations.NullMarked;
