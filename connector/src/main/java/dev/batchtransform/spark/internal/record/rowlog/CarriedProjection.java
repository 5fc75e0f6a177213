package dev.batchtransform.spark.internal.record.rowlog;

import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.internal.record.Columns;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Takes the carried columns out of a row. Not safe for threads. */
public final class CarriedProjection {

  private final StructType schema;
  private final int[] ordinals;
  private final DataType[] types;
  private final boolean everyColumn;
  private final Object[] values;
  private final InternalRow selected;
  private final UnsafeProjection toUnsafe;

  private CarriedProjection(StructType input, int[] ordinals) {
    this.ordinals = ordinals;
    StructField[] fields =
        IntStream.of(ordinals).mapToObj(i -> input.fields()[i]).toArray(StructField[]::new);
    this.schema = new StructType(fields);
    this.types =
        IntStream.of(ordinals).mapToObj(i -> input.fields()[i].dataType()).toArray(DataType[]::new);
    this.everyColumn =
        ordinals.length == input.fields().length
            && IntStream.range(0, ordinals.length).allMatch(i -> ordinals[i] == i);
    this.values = new Object[ordinals.length];
    this.selected = new GenericInternalRow(values);
    this.toUnsafe = UnsafeProjection.create(types);
  }

  /**
   * The projection of {@code input} to {@code carried}, in the order of the latter.
   *
   * @throws InvalidSchemaException when a column does not exist or is ambiguous
   */
  public static CarriedProjection create(StructType input, List<String> carried) {
    return new CarriedProjection(input, Columns.indexesOf(input, carried));
  }

  /**
   * The carried columns of a row, valid until the next call; {@code row} itself when it is that.
   */
  public UnsafeRow apply(InternalRow row) {
    if (everyColumn) {
      return row instanceof UnsafeRow unsafe ? unsafe : toUnsafe.apply(row);
    }
    for (int i = 0; i < ordinals.length; i++) {
      values[i] = row.isNullAt(ordinals[i]) ? null : row.get(ordinals[i], types[i]);
    }
    return toUnsafe.apply(selected);
  }

  /** The carried columns. */
  public StructType schema() {
    return schema;
  }
}
