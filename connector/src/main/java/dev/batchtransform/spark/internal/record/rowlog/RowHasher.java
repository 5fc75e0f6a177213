package dev.batchtransform.spark.internal.record.rowlog;

import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.internal.record.Columns;
import dev.batchtransform.spark.internal.record.encode.RecordSpec;
import dev.batchtransform.spark.internal.record.encode.SentFields;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.jspecify.annotations.Nullable;

/**
 * Hashes what a write takes of a row: the columns that are sent and those that come back, in the
 * schema's order. A row's place in a file, and what its record looks like, have no part in it.
 *
 * <p>The hash is that of Spark's own row bytes, which are the same for the same values in all
 * supported Sparks, whichever plan made the row. Values are compared bit for bit: {@code -0.0} and
 * {@code 0.0} differ, as their records do. Calendar intervals inside of other columns have no part
 * in it, nor has what is beside them there: Spark leaves the bytes of a null one to chance. Not
 * safe for threads.
 */
public final class RowHasher {
  private static final long SEED = 42;

  private final int[] ordinals;
  private final DataType[] types;
  private final boolean asItIs;
  private final @Nullable Object[] values;
  private final InternalRow selected;
  private final UnsafeProjection toUnsafe;

  private RowHasher(StructType schema, int[] ordinals) {
    this.ordinals = ordinals;
    this.types =
        IntStream.of(ordinals)
            .mapToObj(ordinal -> schema.fields()[ordinal].dataType())
            .toArray(DataType[]::new);
    this.asItIs =
        ordinals.length == schema.fields().length
            && Arrays.stream(types).noneMatch(RowHasher::hasTwoForms);
    this.values = new Object[ordinals.length];
    this.selected = new GenericInternalRow(values);
    this.toUnsafe =
        UnsafeProjection.create(
            Arrays.stream(types)
                .map(type -> hasTwoForms(type) ? DataTypes.BinaryType : type)
                .toArray(DataType[]::new));
  }

  /**
   * A hasher of rows of {@code schema}.
   *
   * @param carried the columns that come back
   * @throws InvalidSchemaException when a column does not exist or is ambiguous
   */
  public static RowHasher create(StructType schema, RecordSpec sent, List<String> carried) {
    int[] ordinals =
        IntStream.concat(
                Arrays.stream(SentFields.columnsOf(schema, sent.columns())),
                Arrays.stream(Columns.indexesOf(schema, carried)))
            .sorted()
            .distinct()
            .filter(ordinal -> !hidesInterval(schema.fields()[ordinal].dataType()))
            .toArray();
    return new RowHasher(schema, ordinals);
  }

  /** The row's hash, to be {@linkplain RowsHash.Sum#add added} up. */
  public long hash(InternalRow row) {
    UnsafeRow bytes = inOneForm(row);
    return XXH64.hashUnsafeWords(
        bytes.getBaseObject(), bytes.getBaseOffset(), bytes.getSizeInBytes(), SEED);
  }

  private UnsafeRow inOneForm(InternalRow row) {
    if (asItIs) {
      return row instanceof UnsafeRow unsafe ? unsafe : toUnsafe.apply(row);
    }
    for (int i = 0; i < ordinals.length; i++) {
      values[i] = row.isNullAt(ordinals[i]) ? null : value(row, ordinals[i], types[i]);
    }
    return toUnsafe.apply(selected);
  }

  private static Object value(InternalRow row, int ordinal, DataType type) {
    if (type instanceof CalendarIntervalType) {
      CalendarInterval interval = row.getInterval(ordinal);
      return ByteBuffer.allocate(16)
          .putInt(interval.months)
          .putInt(interval.days)
          .putLong(interval.microseconds)
          .array();
    }
    if (type instanceof DecimalType decimal && hasTwoForms(decimal)) {
      return row.getDecimal(ordinal, decimal.precision(), decimal.scale())
          .toJavaBigDecimal()
          .unscaledValue()
          .toByteArray();
    }
    return row.get(ordinal, type);
  }

  /** Where one is null, most plans keep its place in the row and a cached DataFrame does not. */
  private static boolean hasTwoForms(DataType type) {
    return type instanceof CalendarIntervalType
        || (type instanceof DecimalType && !UnsafeRow.isFixedLength(type));
  }

  private static boolean hidesInterval(DataType type) {
    return inside(type)
        .anyMatch(each -> each instanceof CalendarIntervalType || hidesInterval(each));
  }

  private static Stream<DataType> inside(DataType type) {
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields()).map(field -> field.dataType());
    }
    if (type instanceof ArrayType array) {
      return Stream.of(array.elementType());
    }
    return type instanceof MapType map ? Stream.of(map.keyType(), map.valueType()) : Stream.empty();
  }
}
