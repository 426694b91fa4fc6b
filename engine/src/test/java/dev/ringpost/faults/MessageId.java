package dev.ringpost.faults;

/** A message's name: the low 16 bits of its round, 16 of its stream, 31 of its place in that. */
final class MessageId {

    private MessageId() {}

    static long of(int round, int stream, int number) {
        return (long) (round & 0xFFFF) << 48 | (long) stream << 32 | number;
    }

    static int round(long id) {
        return (int) (id >>> 48);
    }

    static int stream(long id) {
        return (int) (id >>> 32) & 0xFFFF;
    }

    static int number(long id) {
        return (int) id;
    }

    static String toString(long id) {
        int stream = stream(id);
        return "caller " + stream / Route.count() + ", " + Route.at(stream % Route.count()) + ", number " + number(id);
    }
}
