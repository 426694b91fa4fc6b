/** Tests of the package of the same name. */
@NullMarked
package dev.ringpost.cli.dashboard;

import org.jspecify.annotations.NullMarked;
