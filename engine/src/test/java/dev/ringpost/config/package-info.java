/** Tests of configuration files: the table of options against the builders, the file and what is wrong with it. */
@NullMarked
package dev.ringpost.config;

import org.jspecify.annotations.NullMarked;
