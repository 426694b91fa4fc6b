/** Tests of the package of the same name. */
@NullMarked
package dev.ringpost.cli.doctor;

import org.jspecify.annotations.NullMarked;
