package dev.ringpost.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The name that somebody may have meant. */
final class Nearest {

    private static final int CHARS_PER_MISTAKE = 3;

    private Nearest() {}

    /**
     * The known name with the fewest mistakes, or {@code null} if all have more than one in three characters.
     *
     * @param given what was written, in whatever style: {@code ringSize} and {@code RING_SIZE} are {@code ring-size}
     * @param known names in lower case with dashes, those in groups with dots
     */
    static @Nullable String of(String given, Collection<String> known) {
        String name = dashed(given);
        String best = null;
        int fewest = Integer.MAX_VALUE;
        for (String candidate : known) {
            // Of a name in a group the last part is enough, at the price of one mistake.
            String last = candidate.substring(candidate.lastIndexOf('.') + 1);
            int mistakes = mistakes(name, candidate);
            if (!last.equals(candidate) && !name.contains(".")) {
                mistakes = Math.min(mistakes, 1 + mistakes(name, last));
            }
            if (mistakes < fewest) {
                fewest = mistakes;
                best = candidate;
            }
        }
        return fewest <= Math.max(1, name.length() / CHARS_PER_MISTAKE) ? best : null;
    }

    /** {@code ringSize}, {@code RING_SIZE} and {@code ring size} as {@code ring-size}. */
    static String dashed(String name) {
        return name.strip()
                .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .replaceAll("[_ ]", "-")
                .toLowerCase(Locale.ROOT);
    }

    /** Characters to insert, leave out, change, or swap with the next one (optimal string alignment). */
    private static int mistakes(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
                least = Math.min(least, cost[i - 1][j - 1] + change);
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
            }
        }
        return cost[from.length()][to.length()];
    }
}
