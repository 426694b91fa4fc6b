package dev.ringpost.config;

/** Hears of values that do not go together. */
interface Conflicts {

    /**
     * A conflict.
     *
     * @param key the option, in its section, that is named first
     * @param with the other option
     * @param text what is wrong, and what to do
     */
    void found(String key, String with, String text);
}
