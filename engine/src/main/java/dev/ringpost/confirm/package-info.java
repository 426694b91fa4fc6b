/**
 * What the broker answered: the log its I/O thread appends to, and the table that finds the message an answer is for.
 * Internal; both belong to one connection.
 */
@NullMarked
package dev.ringpost.confirm;

import org.jspecify.annotations.NullMarked;
