/** The README and the pages of {@code config/}: what they show compiles, what they name exists. */
@NullMarked
package dev.ringpost.pages;

import org.jspecify.annotations.NullMarked;
