/**
 * Pages and pictures of what was measured: {@code HtmlReport} is the page, {@code ChartPng} the picture for a README. Charts are
 * values ({@code BarChart}, {@code PercentileChart}, {@code LineChart}); a {@code Drawing} is one laid out, its shapes painted by
 * XChart, its texts kept as texts so that a page can be searched, read aloud and turned dark.
 */
@NullMarked
package dev.ringpost.bench.report;

import org.jspecify.annotations.NullMarked;
