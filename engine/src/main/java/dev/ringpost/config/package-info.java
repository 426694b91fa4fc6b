/**
 * Settings from a file, the environment and system properties. Internal: applications use {@link
 * dev.ringpost.PublisherEngine#load}. Everything here happens on the caller's thread, once, before an engine starts.
 *
 * <pre>
 *   file ── FileText ── YamlTree ──┐                                    ┌──▶ EngineBuilder
 *                    (ConfigNode)  ├─▶ Given ─▶ Option ─▶ Setting ─▶ EngineDraft
 *   environment, properties ───────┘  (where)  (the table)            └──▶ Findings ─▶ ConfigException
 *            Overrides
 * </pre>
 *
 * <p>{@link dev.ringpost.config.EngineOptions} and {@link dev.ringpost.config.ProducerOptions} are the one table of options:
 * what is read, what is checked, the names of variables and properties, and {@code config/ringpost.yaml}, the reference
 * with every default, all come from it. A test compares it with the builders' methods and defaults.
 */
@NullMarked
package dev.ringpost.config;

import org.jspecify.annotations.NullMarked;
