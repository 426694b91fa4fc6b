package dev.ringpost.consumer;

/** Finds records that end with a line feed each. */
final class Lines {

    private Lines() {}

    static void find(RecordIndex records) {
        byte[] body = records.body();
        int begin = 0;
        for (int at = 0; at < body.length; at++) {
            if (body[at] == '\n') {
                records.found(begin, at);
                begin = at + 1;
            }
        }
        if (begin < body.length) {
            throw records.broken(
                    begin,
                    "the last line, of " + (body.length - begin)
                            + " bytes, has no line feed: the body is cut short, or something was added to it");
        }
    }
}
