package dev.batchtransform.spark.internal.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * How far one name is from another: insertions, deletions, replacements and swaps of neighbours.
 */
public final class EditDistance {

  /** Letters from which on a name says something within a longer one. */
  private static final int SHORTEST_WORD = 3;

  private EditDistance() {}

  /**
   * The candidate that {@code word} may be meant as, the nearest and first of several; empty when
   * all are so far away that to name one would only puzzle. Case does not count.
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> isNear(word, candidate))
        .min(Comparator.comparingInt(candidate -> between(word, candidate)));
  }

  /** Whether at most a third of it is another, or the one is the other with more words. */
  private static boolean isNear(String word, String candidate) {
    String longer =
        (word.length() < candidate.length() ? candidate : word).toLowerCase(Locale.ROOT);
    String shorter =
        (word.length() < candidate.length() ? word : candidate).toLowerCase(Locale.ROOT);
    return 3 * between(longer, shorter) <= longer.length()
        || (shorter.length() >= SHORTEST_WORD && longer.contains(shorter));
  }

  static int between(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least = cost[i - 1][j - 1] + (same ? 0 : 1);
    least = Math.min(least, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
