package dev.ringpost.pack;

import org.jspecify.annotations.Nullable;

/**
 * Which open pack a hash belongs to. Open addressing, without boxing: it is asked for each record. Entries of packs that
 * were closed are dead, and dropped when the table is made anew.
 */
final class PackTable {

    private static final int FIRST_CAPACITY = 64;

    private int[] hashes = new int[FIRST_CAPACITY];
    private @Nullable OpenPack[] packs = new OpenPack[FIRST_CAPACITY];
    private int[] generations = new int[FIRST_CAPACITY];
    private int usedCount;

    /** The open pack of a hash, or {@code null}. */
    @Nullable
    OpenPack get(int hash) {
        int mask = hashes.length - 1;
        for (int place = spread(hash) & mask; ; place = (place + 1) & mask) {
            OpenPack pack = packs[place];
            if (pack == null) {
                return null;
            }
            if (hashes[place] == hash) {
                return pack.generation() == generations[place] ? pack : null;
            }
        }
    }

    /** That is the hash's pack from now on. */
    void put(int hash, OpenPack pack) {
        if (2 * usedCount >= hashes.length) {
            rebuild();
        }
        int mask = hashes.length - 1;
        int place = spread(hash) & mask;
        while (packs[place] != null && hashes[place] != hash) {
            place = (place + 1) & mask;
        }
        if (packs[place] == null) {
            usedCount++;
        }
        hashes[place] = hash;
        packs[place] = pack;
        generations[place] = pack.generation();
    }

    private void rebuild() {
        int[] oldHashes = hashes;
        @Nullable OpenPack[] oldPacks = packs;
        int[] oldGenerations = generations;
        int liveCount = 0;
        for (int i = 0; i < oldPacks.length; i++) {
            OpenPack pack = oldPacks[i];
            liveCount += pack != null && pack.generation() == oldGenerations[i] ? 1 : 0;
        }
        int capacity = Math.max(FIRST_CAPACITY, Integer.highestOneBit(Math.max(1, liveCount)) * 8);
        hashes = new int[capacity];
        packs = new OpenPack[capacity];
        generations = new int[capacity];
        usedCount = 0;
        for (int i = 0; i < oldPacks.length; i++) {
            OpenPack pack = oldPacks[i];
            if (pack != null && pack.generation() == oldGenerations[i]) {
                put(oldHashes[i], pack);
            }
        }
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 16); // its upper bits are the well mixed ones
    }
}
