/**
 * The command {@code ringpost}. It uses the engine as any application does; nothing in the engine may use this package.
 * Internal, and in need of the optional dependencies picocli, progressbar and logback.
 *
 * <p>{@code publish} publishes the lines of a file or of standard input and reports what became of them:
 *
 * <pre>
 *   PublishCommand ── PublishPlan ──▶ Publishing ──▶ PublishRun ──▶ RunReport ──▶ Summary, ReportFile
 *     (…Options)       (checked)          │              │
 *                                     LivePage           │ thread "ringpost-reader"
 *                                         │    Input ──▶ LineReader │ CsvReading ──▶ LinePublisher ──▶ Producer (engine)
 *                                     dashboard          │                              └ JsonLine, Routing, Pace, Rejections
 *                                                        └ QueueProbe, Progress, StopRequest
 * </pre>
 *
 * <p>{@code doctor} prints what {@code doctor} finds; {@code completion} writes a script for shells. {@code base} has what
 * they share.
 */
@NullMarked
package dev.ringpost.cli;

import org.jspecify.annotations.NullMarked;
