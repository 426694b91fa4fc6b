/**
 * What {@code ringpost doctor} looks at. {@link dev.ringpost.cli.doctor.Doctor} runs the checks one after the other, each
 * on a thread of its own with a deadline; each tells what it {@linkplain dev.ringpost.cli.doctor.Finding found}.
 */
@NullMarked
package dev.ringpost.cli.doctor;

import org.jspecify.annotations.NullMarked;
