package zvrd;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Which known word a mistyped one was probably meant to be. */
public final class Spelling {
    private Spelling() {}

    /** The word of {@code known} that the fewest slips turn {@code typed} into; null where all are too different. */
    public static @Nullable String nearest(String typed, Collection<String> known) {
        String nearest = null;
        int fewest = 1 + Math.max(1, typed.length() / 3);
        for (String word : known) {
            int slips = slips(typed, word);
            if (slips < fewest) {
                fewest = slips;
                nearest = word;
            }
        }
        return nearest;
    }

    /** Letters to insert, drop, change or swap with their neighbour (optimal string alignment). */
    static int slips(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
