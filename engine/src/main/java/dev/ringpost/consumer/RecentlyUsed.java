package dev.ringpost.consumer;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map of bounded size that forgets what was not used for longest. */
final class RecentlyUsed<K, V> {

    private static final float LOAD_FACTOR = 0.75f;

    private final Map<K, V> map = new LinkedHashMap<>(16, LOAD_FACTOR, true);
    private final int limitCount;

    RecentlyUsed(int limitCount) {
        this.limitCount = limitCount;
    }

    /** The value, whose key counts as used now. */
    @Nullable
    V get(K key) {
        return map.get(key);
    }

    /** Puts a value and answers the one that was there. */
    @Nullable
    V put(K key, V value) {
        V before = map.put(key, value);
        if (map.size() > limitCount) {
            Iterator<K> keys = map.keySet().iterator();
            keys.next();
            keys.remove();
        }
        return before;
    }

    void remove(K key) {
        map.remove(key);
    }
}
