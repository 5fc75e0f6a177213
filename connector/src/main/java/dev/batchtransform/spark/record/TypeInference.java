package dev.batchtransform.spark.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Reads a JSON value as its type, see {@link PredictionSchema}. */
final class TypeInference {

  /** Beyond it a value is taken as text, because Spark's own handling of types is recursive. */
  private static final int GREATEST_DEPTH = 100;

  private TypeInference() {}

  static DataType typeOf(JsonParser json) throws IOException {
    return typeOf(json, 0);
  }

  private static DataType typeOf(JsonParser json, int depth) throws IOException {
    if (depth == GREATEST_DEPTH) {
      json.skipChildren();
      return DataTypes.StringType;
    }
    return switch (json.currentToken()) {
      case VALUE_NUMBER_FLOAT -> DataTypes.DoubleType;
      case VALUE_NUMBER_INT -> fitsLong(json) ? DataTypes.LongType : DataTypes.DoubleType;
      case VALUE_STRING -> DataTypes.StringType;
      case VALUE_TRUE, VALUE_FALSE -> DataTypes.BooleanType;
      case START_ARRAY -> array(json, depth);
      case START_OBJECT -> object(json, depth);
      default -> DataTypes.NullType;
    };
  }

  private static DataType array(JsonParser json, int depth) throws IOException {
    DataType element = DataTypes.NullType;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element = PredictionSchema.merge(element, typeOf(json, depth + 1));
    }
    return DataTypes.createArrayType(element);
  }

  private static DataType object(JsonParser json, int depth) throws IOException {
    SortedMap<String, DataType> fields = new TreeMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      fields.merge(name, typeOf(json, depth + 1), PredictionSchema::merge);
    }
    return PredictionSchema.struct(fields);
  }

  private static boolean fitsLong(JsonParser json) throws IOException {
    return json.getTextLength() <= 18 || new BigInteger(json.getText()).bitLength() < Long.SIZE;
  }
}
