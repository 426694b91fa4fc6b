package dev.ringpost.tls;

/** A password, in a copy of its own that no text form shows. */
final class Secret {

    private final char[] characters;

    Secret(char[] characters) {
        this.characters = characters.clone();
    }

    /** A copy. */
    char[] characters() {
        return characters.clone();
    }

    @Override
    public String toString() {
        return "**";
    }
}
