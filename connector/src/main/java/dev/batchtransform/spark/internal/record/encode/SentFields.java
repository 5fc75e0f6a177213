package dev.batchtransform.spark.internal.record.encode;

import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.internal.record.Columns;
import dev.batchtransform.spark.internal.record.SentColumn;
import dev.batchtransform.spark.internal.record.encode.SentField.Struct;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Finds what is sent of rows by the entries of {@code inputColumns}. */
public final class SentFields {

  private SentFields() {}

  /**
   * Where in rows of {@code schema} the columns are that something is sent of.
   *
   * @throws InvalidSchemaException when there is no such column, or more than one
   */
  public static int[] columnsOf(StructType schema, List<String> entries) {
    return entries.stream().mapToInt(entry -> column(schema, entry)).distinct().toArray();
  }

  /** The entries as Spark's SQL selects them. */
  public static List<String> asSql(StructType schema, List<String> entries) {
    return entries.stream()
        .map(
            entry ->
                Columns.has(schema, entry)
                    ? SentColumn.quoted(entry)
                    : SentColumn.parse(entry).asSql())
        .toList();
  }

  /** The values of these entries, in their order. */
  static List<SentField> of(StructType schema, List<String> entries) {
    Set<String> names = new HashSet<>();
    List<SentField> fields = entries.stream().map(entry -> of(schema, entry)).toList();
    for (SentField field : fields) {
      if (!names.add(field.name())) {
        throw new InvalidSchemaException(
            "Cannot use column '%s' twice. Name each column once.".formatted(field.name()));
      }
    }
    return fields;
  }

  private static int column(StructType schema, String entry) {
    return Columns.indexOf(
        schema, Columns.has(schema, entry) ? entry : SentColumn.parse(entry).path().get(0));
  }

  private static SentField of(StructType schema, String entry) {
    if (Columns.has(schema, entry)) {
      return SentField.of(schema, Columns.indexOf(schema, entry), "", List.of());
    }
    SentColumn sent = SentColumn.parse(entry);
    List<Struct> structs = new ArrayList<>();
    StructType at = schema;
    for (String parent : sent.path().subList(0, sent.path().size() - 1)) {
      int ordinal = Columns.indexOf(at, parent);
      at = struct(at.fields()[ordinal].dataType(), entry);
      structs.add(new Struct(ordinal, at.length()));
    }
    int ordinal = Columns.indexOf(at, sent.path().get(structs.size()));
    boolean renamed = !sent.name().equals(sent.path().get(structs.size()));
    return new SentField(
        renamed ? sent.name() : at.fieldNames()[ordinal],
        String.join(".", sent.path()),
        at.fields()[ordinal].dataType(),
        List.copyOf(structs),
        ordinal);
  }

  private static StructType struct(DataType type, String entry) {
    if (type instanceof StructType struct) {
      return struct;
    }
    throw new InvalidSchemaException(
        "Cannot send '%s' because it names a field of a column that is not a struct."
            .formatted(entry));
  }
}
