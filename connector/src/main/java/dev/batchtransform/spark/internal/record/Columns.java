package dev.batchtransform.spark.internal.record;

import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.internal.text.EditDistance;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Finds columns by names that {@link ColumnNames} has resolved when the run was written, or that an
 * older version has kept as they were given: an exact match wins; else letter case may differ.
 */
public final class Columns {
  /** Columns that a message names; a table may have thousands. */
  private static final int MOST_NAMED = 20;

  private Columns() {}

  public static int[] indexesOf(StructType schema, List<String> names) {
    int[] indexes = names.stream().mapToInt(name -> indexOf(schema, name)).toArray();
    for (int i = 0; i < indexes.length; i++) {
      for (int k = 0; k < i; k++) {
        if (indexes[i] == indexes[k]) {
          throw new InvalidSchemaException(
              "Cannot use column '%s' twice. Name each column once.".formatted(names.get(i)));
        }
      }
    }
    return indexes;
  }

  /** The columns of these names, in their order. */
  public static StructType select(StructType schema, List<String> names) {
    return new StructType(
        names.stream()
            .map(name -> schema.fields()[indexOf(schema, name)])
            .toArray(StructField[]::new));
  }

  /**
   * Where a column of this name is.
   *
   * @throws InvalidSchemaException when there is no such column, or more than one
   */
  public static int indexOf(StructType schema, String name) {
    String[] present = schema.fieldNames();
    int[] matches = matching(present, name, true);
    if (matches.length == 0) {
      matches = matching(present, name, false);
    }
    if (matches.length == 1) {
      return matches[0];
    }
    throw new InvalidSchemaException(
        matches.length == 0
            ? "Cannot find column '%s'.%s".formatted(name, nearest(Arrays.asList(present), name))
            : "Cannot tell which column '%s' is meant: %d columns have that name. Rename all but one."
                .formatted(name, matches.length));
  }

  /** Whether there is a column of exactly this name. */
  public static boolean has(StructType schema, String name) {
    return matching(schema.fieldNames(), name, true).length > 0;
  }

  private static int[] matching(String[] present, String name, boolean exactly) {
    return IntStream.range(0, present.length)
        .filter(i -> exactly ? present[i].equals(name) : present[i].equalsIgnoreCase(name))
        .toArray();
  }

  /** A sentence that names the column that may be meant, or some that there are, after a blank. */
  static String nearest(List<String> present, String name) {
    if (present.isEmpty()) {
      return " The DataFrame has no columns.";
    }
    return EditDistance.nearest(name, present)
        .map(near -> " Did you mean '" + near + "'?")
        .orElseGet(
            () ->
                " There are: "
                    + String.join(", ", present.subList(0, Math.min(MOST_NAMED, present.size())))
                    + (present.size() > MOST_NAMED ? ", ..." : "."));
  }
}
