package dev.batchtransform.spark.internal.record.answer;

import com.fasterxml.jackson.core.JsonToken;
import dev.batchtransform.spark.internal.record.answer.AnswerShape.Family;
import dev.batchtransform.spark.internal.record.json.JsonTokens;
import dev.batchtransform.spark.internal.record.json.NumberKinds;
import java.io.IOException;
import java.math.BigInteger;

/** Reads a JSON value as its {@link AnswerShape}. */
final class ShapeReader {

  /** Beyond it a value is taken as text, because Spark's own handling of types is recursive. */
  private static final int GREATEST_DEPTH = 100;

  private ShapeReader() {}

  static AnswerShape read(JsonTokens json) throws IOException {
    AnswerShape shape = new AnswerShape();
    read(json, shape, 0);
    return shape;
  }

  private static void read(JsonTokens json, AnswerShape into, int depth) throws IOException {
    if (depth == GREATEST_DEPTH) {
      json.skipChildren();
      into.saw(Family.TEXT);
      return;
    }
    switch (json.currentToken()) {
      case VALUE_NUMBER_FLOAT -> {
        into.saw(Family.NUMBER);
        into.sawFractions();
      }
      case VALUE_NUMBER_INT -> {
        into.saw(Family.NUMBER);
        if (!fitsLong(json)) {
          into.sawFractions();
        }
      }
      case VALUE_STRING -> into.saw(Family.TEXT);
      case VALUE_TRUE, VALUE_FALSE -> into.saw(Family.BOOLEAN);
      case START_ARRAY -> {
        into.saw(Family.ARRAY);
        readNumbers(json, into, depth + 1);
        while (json.nextToken() != JsonToken.END_ARRAY) {
          read(json, into.element(), depth + 1);
          readNumbers(json, into, depth + 1);
        }
      }
      case START_OBJECT -> {
        into.saw(Family.OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          AnswerShape field = into.field(json.currentName());
          json.nextToken();
          read(json, field, depth + 1);
        }
      }
      default -> {
        // JSON's null goes with every type.
      }
    }
  }

  private static void readNumbers(JsonTokens json, AnswerShape array, int depth)
      throws IOException {
    if (depth == GREATEST_DEPTH) {
      return;
    }
    NumberKinds kinds = json.passNumbers();
    if (kinds != NumberKinds.NONE) {
      array.element().saw(Family.NUMBER);
    }
    if (kinds == NumberKinds.FRACTIONS) {
      array.element().sawFractions();
    }
  }

  private static boolean fitsLong(JsonTokens json) throws IOException {
    return json.getTextLength() <= 18
        || (json.getTextLength() <= 20 && new BigInteger(json.getText()).bitLength() < Long.SIZE);
  }
}
