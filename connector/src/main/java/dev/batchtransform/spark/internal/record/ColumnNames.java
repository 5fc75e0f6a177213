package dev.batchtransform.spark.internal.record;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a DataFrame by name: the one rule by which options name columns. Names that differ
 * only in case are different where {@code spark.sql.caseSensitive} says so, and only there.
 */
public final class ColumnNames {
  private final List<String> names;
  private final boolean caseSensitive;

  /** The columns of {@code schema}. */
  public ColumnNames(StructType schema, boolean caseSensitive) {
    this.names = Arrays.asList(schema.fieldNames());
    this.caseSensitive = caseSensitive;
  }

  /** All names, in the schema's order. */
  public List<String> all() {
    return names;
  }

  /**
   * Refuses columns that cannot be told apart.
   *
   * @throws InvalidSchemaException naming one that is there twice
   */
  public ColumnNames requireDistinct() {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(key(name))) {
        throw new InvalidSchemaException(
            "Cannot score this DataFrame because it has more than one column '"
                + name
                + "'. Rename one with withColumnRenamed, or drop it.");
      }
    }
    return this;
  }

  /** The column of each name that an option gives, as the schema spells it. */
  public List<String> resolve(String option, List<String> wanted) {
    return wanted.stream().map(name -> resolve(option, name)).toList();
  }

  /**
   * The column of a name that an option gives, as the schema spells it.
   *
   * @throws InvalidOptionException when there is none, with the nearest name
   */
  public String resolve(String option, String wanted) {
    return names.stream()
        .filter(name -> key(name).equals(key(wanted)))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidOptionException(
                    "Option '"
                        + option
                        + "' names the column '"
                        + wanted
                        + "', which the DataFrame does not have."
                        + Columns.nearest(names, wanted)));
  }

  /**
   * Refuses a column of the result that is named as one of these.
   *
   * @param option the option that names it
   * @throws InvalidOptionException when it is
   */
  public void refuseClash(String option, String added) {
    for (String name : names) {
      if (key(name).equals(key(added))) {
        throw new InvalidOptionException(
            "The result's column '"
                + added
                + "' would clash with the DataFrame's column '"
                + name
                + "'. Choose another name with option '"
                + option
                + "' or 'resultPrefix', or leave the column out of 'carryColumns'.");
      }
    }
  }

  private String key(String name) {
    return caseSensitive ? name : name.toLowerCase(Locale.ROOT);
  }
}
