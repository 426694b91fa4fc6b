/** placeholder */
@NullMarked
package dev.ringpost;

import org.jspecify.annotations.NullMarked;
