package dev.ringpost.cli;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a stream into lines. {@link #read} is called by one thread, once for each pass over the input; the other methods
 * may be called by any.
 */
interface LineSource {

    /**
     * Reads one stream to its end, or until the sink says stop.
     *
     * @throws IOException what the stream threw, or that it is not what it should be
     * @throws InterruptedException what the sink threw
     */
    void read(InputStream in, LineSink sink) throws IOException, InterruptedException;

    /** Bytes read so far, of all streams. */
    long bytesRead();

    /** The number of the line handed over last, in its stream. */
    long lineNumber();
}
