package dev.batchtransform.spark.internal.record.rowlog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;

/**
 * Types as ledgers and row logs keep them: Spark's JSON, written by whoever may write the staging
 * path. Spark makes an instance of whatever class the JSON of a user-defined type names, and Python
 * runs what such a type has brought along. So a user-defined type is taken only where its class is
 * one, and stands on the class path; any other is read as the plain type that holds it.
 */
public final class StoredTypes {
  // Spark's parser might see the other one of two fields with one name.
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private StoredTypes() {}

  /**
   * The type of that JSON.
   *
   * @throws IllegalArgumentException when it is none, or one this Spark does not know
   */
  public static DataType parse(String json) {
    try {
      return DataType.fromJson(plain(MAPPER.readTree(json)).toString());
    } catch (JsonProcessingException failure) {
      throw new IllegalArgumentException("A stored type is damaged: it is not JSON", failure);
    } catch (Exception failure) {
      // Spark's own are no RuntimeExceptions, and Scala declares none of them.
      throw new IllegalArgumentException(
          "A stored type is damaged, or comes from a newer" + " Spark", failure);
    }
  }

  /**
   * Whether rows of the one type lie in memory as those of the other and have its names. Which
   * columns may be null, and metadata, make no difference.
   */
  public static boolean sameShape(DataType one, DataType other) {
    if (one instanceof StructType a && other instanceof StructType b) {
      return sameFields(a, b);
    }
    if (one instanceof ArrayType a && other instanceof ArrayType b) {
      return sameShape(a.elementType(), b.elementType());
    }
    if (one instanceof MapType a && other instanceof MapType b) {
      return sameShape(a.keyType(), b.keyType()) && sameShape(a.valueType(), b.valueType());
    }
    return one.equals(other);
  }

  private static boolean sameFields(StructType one, StructType other) {
    boolean same = one.length() == other.length();
    for (int each = 0; same && each < one.length(); each++) {
      StructField a = one.fields()[each];
      StructField b = other.fields()[each];
      same = a.name().equals(b.name()) && sameShape(a.dataType(), b.dataType());
    }
    return same;
  }

  private static JsonNode plain(JsonNode type) {
    if (!(type instanceof ObjectNode node)) {
      return type;
    }
    switch (node.path("type").asText()) {
      case "struct" -> node.path("fields").forEach(field -> replace(field, "type"));
      case "array" -> replace(node, "elementType");
      case "map" -> {
        replace(node, "keyType");
        replace(node, "valueType");
      }
      case "udt" -> {
        return isUserDefinedType(node) ? node : plain(node.path("sqlType"));
      }
      default -> {
        // Spark refuses what it does not know.
      }
    }
    return node;
  }

  private static void replace(JsonNode in, String field) {
    if (in instanceof ObjectNode node && node.has(field)) {
      node.set(field, plain(node.get(field)));
    }
  }

  /** Looks at the class without running any of its code. */
  private static boolean isUserDefinedType(ObjectNode udt) {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      Class<?> named = Class.forName(udt.path("class").asText(), false, loader);
      return UserDefinedType.class.isAssignableFrom(named);
    } catch (ClassNotFoundException | LinkageError notHere) {
      return false;
    }
  }
}
