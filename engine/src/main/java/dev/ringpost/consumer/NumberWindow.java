package dev.ringpost.consumer;

import java.util.Arrays;

/** Which of the last so many numbers were there: a bit for each, in a ring that moves on with the highest. */
final class NumberWindow {

    private final long[] words;
    private final long mask;
    private long highest = -1;

    /** Of {@code size} numbers, a power of two and at least 64. */
    NumberWindow(int size) {
        words = new long[size / Long.SIZE];
        mask = size - 1L;
    }

    /** Whether the number is too low to be known. */
    boolean isPast(long number) {
        return number < highest - mask;
    }

    /** Adds a number that is not past; false if it was there. */
    boolean add(long number) {
        if (number > highest) {
            moveOnTo(number);
        }
        int word = word(number);
        long bit = 1L << number;
        boolean isNew = (words[word] & bit) == 0;
        words[word] |= bit;
        return isNew;
    }

    /** Takes a number out that is not past. */
    void remove(long number) {
        if (number <= highest) { // else its bit stands for another
            words[word(number)] &= ~(1L << number);
        }
    }

    private void moveOnTo(long number) {
        if (number - highest > mask) {
            Arrays.fill(words, 0);
        } else {
            for (long each = highest + 1; each <= number; ) {
                if ((each & Long.SIZE - 1) == 0 && each + Long.SIZE - 1 <= number) {
                    words[word(each)] = 0;
                    each += Long.SIZE;
                } else {
                    words[word(each)] &= ~(1L << each);
                    each++;
                }
            }
        }
        highest = number;
    }

    private int word(long number) {
        return (int) ((number & mask) >>> 6);
    }
}
