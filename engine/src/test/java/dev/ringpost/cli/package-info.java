/** Tests of the command, in this process and as one of its own. */
@NullMarked
package dev.ringpost.cli;

import org.jspecify.annotations.NullMarked;
