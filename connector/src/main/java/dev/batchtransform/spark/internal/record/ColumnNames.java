package dev.batchtransform.spark.internal.record;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a DataFrame by name: the one rule by which options name columns. Names that differ
 * only in case are different where {@code spark.sql.caseSensitive} says so, and only there.
 */
public final class ColumnNames {
  private final StructType schema;
  private final List<String> names;
  private final boolean caseSensitive;

  /** The columns of {@code schema}. */
  public ColumnNames(StructType schema, boolean caseSensitive) {
    this.schema = schema;
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
   * What is sent, as the schema spells it: a column's own name first, or else {@code path as name}.
   *
   * @throws InvalidOptionException when there is no such column or field, or two have one name
   */
  public List<String> resolveSent(String option, List<String> wanted) {
    Set<String> seen = new HashSet<>();
    return wanted.stream().map(entry -> resolveSent(option, entry, seen)).toList();
  }

  private String resolveSent(String option, String entry, Set<String> seen) {
    Optional<String> column = find(entry);
    SentColumn sent = column.isPresent() ? null : resolveField(option, SentColumn.parse(entry));
    String name = sent == null ? column.orElseThrow() : sent.name();
    if (!seen.add(name)) {
      throw new InvalidOptionException(
          "Option '"
              + option
              + "' sends two values as '"
              + name
              + "'. Name each once, or give one another name, as in `a.b as c`.");
    }
    return sent == null ? name : sent.entry(this);
  }

  private SentColumn resolveField(String option, SentColumn sent) {
    List<String> path = new ArrayList<>();
    ColumnNames at = this;
    for (String part : sent.path()) {
      String name =
          path.isEmpty() ? at.resolve(option, part) : at.resolveWithin(option, path, part);
      path.add(name);
      boolean last = path.size() == sent.path().size();
      if (!last) {
        at = at.within(option, path, name);
      }
    }
    boolean renamed = !sent.name().equals(sent.path().get(path.size() - 1));
    return new SentColumn(path, renamed ? sent.name() : path.get(path.size() - 1));
  }

  private String resolveWithin(String option, List<String> path, String field) {
    return find(field)
        .orElseThrow(
            () ->
                new InvalidOptionException(
                    "Option '"
                        + option
                        + "' names the field '"
                        + field
                        + "' of '"
                        + String.join(".", path)
                        + "', which has none of that name."
                        + Columns.nearest(names, field)));
  }

  private ColumnNames within(String option, List<String> path, String name) {
    if (schema.apply(name).dataType() instanceof StructType struct) {
      return new ColumnNames(struct, caseSensitive);
    }
    throw new InvalidOptionException(
        "Option '"
            + option
            + "' names a field of '"
            + String.join(".", path)
            + "', which is not a struct but "
            + schema.apply(name).dataType().typeName()
            + ". Select what you need of it into a column of its own.");
  }

  boolean contains(String name) {
    return find(name).isPresent();
  }

  private Optional<String> find(String wanted) {
    return names.stream().filter(name -> key(name).equals(key(wanted))).findFirst();
  }

  /**
   * The column of a name that an option gives, as the schema spells it.
   *
   * @throws InvalidOptionException when there is none, with the nearest name
   */
  public String resolve(String option, String wanted) {
    return find(wanted)
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
