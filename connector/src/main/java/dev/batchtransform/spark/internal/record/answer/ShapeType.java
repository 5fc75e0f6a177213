package dev.batchtransform.spark.internal.record.answer;

import dev.batchtransform.spark.internal.record.answer.AnswerShape.Family;
import dev.batchtransform.spark.internal.record.value.PredictionSchema;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Decides which type answers are read with.
 *
 * <p>Where the answers disagree, the kind that nine of ten of them have wins, and the others do not
 * fit it: one error object among a million vectors leaves the vectors what they are. Without such a
 * majority the type is a string, which holds the JSON text of anything.
 */
final class ShapeType {

  /** One answer of so many may be an odd one. */
  private static final long MOST_IN_ONE = 10;

  private ShapeType() {}

  static DataType of(AnswerShape shape) {
    return PredictionSchema.finish(type(shape, false));
  }

  static boolean isUniform(AnswerShape shape) {
    return shape.isUnbounded() || isUniform(shape, false);
  }

  /** What a type says of answers, as if each had everything that it names. */
  static AnswerShape shape(DataType type, long answers) {
    AnswerShape shape = new AnswerShape();
    if (type instanceof NullType) {
      return shape;
    }
    shape.sawAnswers(answers);
    shape.saw(family(type), answers);
    if (type instanceof DoubleType) {
      shape.sawFractions();
    } else if (type instanceof ArrayType array) {
      shape.element().add(shape(array.elementType(), answers));
    } else if (type instanceof MapType map) {
      shape.anyField().add(shape(map.valueType(), answers));
    } else if (type instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        shape.field(field.name()).add(shape(field.dataType(), answers));
      }
    }
    AnswerShape counted = new AnswerShape();
    counted.add(shape);
    return counted;
  }

  private static Family family(DataType type) {
    if (type instanceof BooleanType) {
      return Family.BOOLEAN;
    }
    if (type instanceof LongType || type instanceof DoubleType) {
      return Family.NUMBER;
    }
    if (type instanceof ArrayType) {
      return Family.ARRAY;
    }
    return type instanceof StructType || type instanceof MapType ? Family.OBJECT : Family.TEXT;
  }

  /**
   * The type of a place.
   *
   * @param isData whether it lies below names that are data: there one value of another kind is
   *     enough for a string, since nobody knows in how many answers such values are
   */
  private static DataType type(AnswerShape shape, boolean isData) {
    if (shape.isUnbounded()) {
      return DataTypes.StringType;
    }
    if (shape.answers() == 0) {
      return DataTypes.NullType;
    }
    return switch (majority(shape, isData).orElse(Family.TEXT)) {
      case BOOLEAN -> DataTypes.BooleanType;
      case NUMBER -> shape.hasFractions() ? DataTypes.DoubleType : DataTypes.LongType;
      case TEXT -> DataTypes.StringType;
      case ARRAY ->
          DataTypes.createArrayType(
              shape.elements().map(all -> type(all, isData)).orElse(DataTypes.NullType));
      case OBJECT -> object(shape, isData);
    };
  }

  private static DataType object(AnswerShape shape, boolean isData) {
    if (shape.fieldsTogether().isPresent()) {
      DataType values = type(shape.fieldsTogether().get(), true);
      return DataTypes.createMapType(DataTypes.StringType, values);
    }
    SortedMap<String, DataType> fields = new TreeMap<>();
    shape.fields().forEach((name, values) -> fields.put(name, type(values, isData)));
    return PredictionSchema.struct(fields);
  }

  private static Optional<Family> majority(AnswerShape shape, boolean isData) {
    long all = 0;
    for (Family family : Family.values()) {
      all += shape.count(family);
    }
    long odd = isData ? 0 : shape.answers() / MOST_IN_ONE;
    for (Family family : Family.values()) {
      if (shape.count(family) > 0 && all - shape.count(family) <= odd) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }

  private static boolean isUniform(AnswerShape shape, boolean isData) {
    Optional<Family> majority = majority(shape, isData);
    if (majority.isEmpty() || majority.get() == Family.TEXT) {
      return true;
    }
    for (Family family : Family.values()) {
      if (family != majority.get() && shape.count(family) > 0) {
        return false;
      }
    }
    return switch (majority.get()) {
      case ARRAY -> shape.elements().map(all -> isUniform(all, isData)).orElse(true);
      case OBJECT ->
          shape.fieldsTogether().map(all -> isUniform(all, true)).orElse(true)
              && shape.fields().values().stream().allMatch(values -> isUniform(values, isData));
      default -> true;
    };
  }
}
