package dev.ringpost.cli;

/** Takes the lines of an input, one at a time, in order. */
interface LineSink {

    /**
     * Takes a line without its line end. The bytes are only valid during the call.
     *
     * @param number the line's number in its file, from 1
     * @return false to stop reading
     * @throws InterruptedException if interrupted while waiting for room; the line was not taken
     */
    boolean line(byte[] buffer, int offset, int length, long number) throws InterruptedException;

    /**
     * Takes note of a line that is over the limit and was not kept.
     *
     * @param number the line's number in its file, from 1
     * @param bytes its length
     * @return false to stop reading
     */
    boolean tooLong(long number, long bytes);

    /**
     * Takes note of a line that is no message for another reason.
     *
     * @param number the line's number in its file, from 1
     * @param reason why, for people
     * @return false to stop reading
     */
    boolean bad(long number, String reason);
}
