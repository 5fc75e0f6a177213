package dev.batchtransform.spark.internal.record.rowlog;

import dev.batchtransform.spark.internal.record.rowlog.RowBounds.Region;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of the bytes that a value of variable length occupies in a row, so that reading
 * the value reads nothing else.
 */
sealed interface RegionCheck {

  /**
   * Whether it holds.
   *
   * @param row the row, inside of which {@code size} bytes from {@code start} on lie
   */
  boolean holds(Region row, int start, int size);

  /** The check of a type that lies beside a row's or an array's fixed part. */
  static RegionCheck of(DataType type) {
    if (type instanceof UserDefinedType<?> udt) {
      return of(udt.sqlType());
    }
    if (type instanceof StructType struct) {
      return struct(struct);
    }
    if (type instanceof ArrayType array) {
      return new Array(array.elementType(), array.containsNull());
    }
    if (type instanceof MapType map) {
      return new Entries(
          new Array(map.keyType(), false), new Array(map.valueType(), map.valueContainsNull()));
    }
    if (type instanceof DecimalType) {
      return new Sized(1, 16);
    }
    if (type instanceof CalendarIntervalType) {
      return new Sized(16, 16);
    }
    // By name: Spark 3.5 has no such type yet.
    return type.typeName().equals("variant") ? new Variant() : new Sized(0, Integer.MAX_VALUE);
  }

  static Struct struct(StructType type) {
    List<Field> fields = new ArrayList<>();
    for (int each = 0; each < type.length(); each++) {
      StructField field = type.fields()[each];
      if (!UnsafeRow.isFixedLength(field.dataType())) {
        fields.add(new Field(each, field.nullable(), of(field.dataType())));
      }
    }
    return new Struct(type.length(), fields.toArray(Field[]::new));
  }

  /** Follows the offset at {@code slot}, which counts from {@code start}. */
  private static boolean follows(Region row, int slot, int start, int size, RegionCheck check) {
    long pointer = row.longAt(slot);
    int offset = (int) (pointer >>> Integer.SIZE);
    int length = (int) pointer;
    return row.follow()
        && offset >= 0
        && length >= 0
        && offset <= size - length
        && check.holds(row, start + offset, length);
  }

  private static int bitsBytes(int count) {
    return (int) ((count + 63L) / 64 * Long.BYTES);
  }

  /** A column that is not of fixed length. */
  record Field(int ordinal, boolean nullable, RegionCheck check) {}

  /** A row, or a struct in one. */
  final class Struct implements RegionCheck {
    private final int fields;
    private final Field[] variable;

    Struct(int fields, Field[] variable) {
      this.fields = fields;
      this.variable = variable;
    }

    boolean isFixed() {
      return variable.length == 0;
    }

    long fixedBytes() {
      return bitsBytes(fields) + (long) fields * Long.BYTES;
    }

    @Override
    public boolean holds(Region row, int start, int size) {
      if (size < fixedBytes() || size % Long.BYTES != 0) {
        return false;
      }
      int slots = start + bitsBytes(fields);
      for (Field field : variable) {
        boolean skipped = field.nullable() && row.isSet(start, field.ordinal());
        int slot = slots + field.ordinal() * Long.BYTES;
        if (!skipped && !follows(row, slot, start, size, field.check())) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * An array.
   *
   * @param elementBytes of an element in the fixed part
   * @param element how one of variable length is checked; null when all of it is in the fixed part
   */
  record Array(int elementBytes, boolean nullable, @Nullable RegionCheck element)
      implements RegionCheck {

    Array(DataType type, boolean nullable) {
      this(elementBytes(type), nullable, UnsafeRow.isFixedLength(type) ? null : of(type));
    }

    @Override
    public boolean holds(Region row, int start, int size) {
      if (size < Long.BYTES) {
        return false;
      }
      long count = row.longAt(start);
      if (count < 0 || count > Integer.MAX_VALUE) {
        return false;
      }
      int head = Long.BYTES + bitsBytes((int) count);
      return head + count * elementBytes <= size
          && (element == null || elementsHold(row, start, size, (int) count, head, element));
    }

    private boolean elementsHold(
        Region row, int start, int size, int count, int head, RegionCheck check) {
      for (int each = 0; each < count; each++) {
        boolean skipped = nullable && row.isSet(start + Long.BYTES, each);
        if (!skipped && !follows(row, start + head + each * Long.BYTES, start, size, check)) {
          return false;
        }
      }
      return true;
    }

    private static int elementBytes(DataType type) {
      if (type instanceof UserDefinedType<?> udt) {
        return elementBytes(udt.sqlType());
      }
      if (type instanceof NullType) {
        return 0;
      }
      return UnsafeRow.isFixedLength(type) && !(type instanceof DecimalType)
          ? type.defaultSize()
          : Long.BYTES;
    }
  }

  /** A map: the size of its keys, the array of its keys, the array of its values. */
  record Entries(Array keys, Array values) implements RegionCheck {
    @Override
    public boolean holds(Region row, int start, int size) {
      if (size < Long.BYTES) {
        return false;
      }
      long keyBytes = row.longAt(start);
      int left = size - Long.BYTES;
      if (keyBytes < Long.BYTES || keyBytes > left - Long.BYTES) {
        return false;
      }
      int keysAt = start + Long.BYTES;
      int valuesAt = keysAt + (int) keyBytes;
      return row.longAt(keysAt) == row.longAt(valuesAt)
          && keys.holds(row, keysAt, (int) keyBytes)
          && values.holds(row, valuesAt, (int) (left - keyBytes));
    }
  }

  /** Bytes of which only their number matters. */
  record Sized(int least, int most) implements RegionCheck {
    @Override
    public boolean holds(Region row, int start, int size) {
      return size >= least && size <= most;
    }
  }

  /** The size of a value, the value, its metadata. */
  record Variant() implements RegionCheck {
    @Override
    public boolean holds(Region row, int start, int size) {
      if (size < Integer.BYTES) {
        return false;
      }
      int valueBytes = row.intAt(start);
      return valueBytes >= 0 && valueBytes <= size - Integer.BYTES;
    }
  }
}
