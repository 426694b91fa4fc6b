package dev.ringpost.serialization;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What an object that contains itself ends in: levels without end, which Jackson reports with a text of many pages. */
final class Nesting {

    private Nesting() {}

    /**
     * In words, if that is what it was.
     *
     * @param error an IOException or StackOverflowError
     * @return to be thrown; the IOException itself if it is about something else
     */
    static IOException explain(Throwable error, int maxDepth) {
        for (@Nullable Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof StreamConstraintsException || at instanceof StackOverflowError) {
                return tooDeep(maxDepth, error);
            }
        }
        return error instanceof IOException other ? other : new IOException(error);
    }

    static IOException tooDeep(int maxDepth, @Nullable Throwable cause) {
        return new IOException(
                "nested more than " + maxDepth + " levels deep: does it contain itself? Leave that reference out",
                cause);
    }
}
