/** What the parts of the command share and none of them owns: the clock, numbers for people, plain connections. */
@NullMarked
package dev.ringpost.cli.base;

import org.jspecify.annotations.NullMarked;
