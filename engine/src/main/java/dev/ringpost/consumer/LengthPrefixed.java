package dev.ringpost.consumer;

/** Finds records that stand behind their lengths, and behind their numbers if they have some. */
final class LengthPrefixed {

    private LengthPrefixed() {}

    static void find(RecordIndex records) {
        byte[] body = records.body();
        int beforeBytes = records.isNumbered() ? Integer.BYTES + Long.BYTES : Integer.BYTES;
        int at = 0;
        while (at < body.length) {
            int leftBytes = body.length - at - beforeBytes;
            if (leftBytes < 0) {
                throw records.broken(
                        at,
                        "there is no room for the " + beforeBytes + " bytes before a record, only for "
                                + (body.length - at) + ": the body is cut short, or something was added to it");
            }
            int lengthBytes = BigEndian.intAt(body, at);
            if (lengthBytes < 0 || lengthBytes > leftBytes) {
                throw records.broken(
                        at,
                        "a record is to have " + lengthBytes + " bytes where " + leftBytes
                                + " are left: the body is cut short, or its header names the wrong format");
            }
            int begin = at + beforeBytes;
            at = begin + lengthBytes;
            records.found(begin, at);
        }
    }
}
