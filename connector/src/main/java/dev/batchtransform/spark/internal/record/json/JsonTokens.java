package dev.batchtransform.spark.internal.record.json;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one JSON value after the other. Means what Jackson's {@code JsonParser} means by
 * the methods of the same names.
 */
public sealed interface JsonTokens permits JacksonTokens, ScannedTokens {

  /** The token it stands at. */
  JsonToken currentToken();

  /** Steps to the next token; null when there is none. */
  @Nullable JsonToken nextToken() throws IOException;

  /** Steps from the start of an array or object to its end; from anything else nowhere. */
  void skipChildren() throws IOException;

  /** Arrays and objects that are open. */
  int depth();

  /** The field it stands at. */
  String currentName() throws IOException;

  /** The content of a string or name, the text of anything else. */
  String getText() throws IOException;

  /** As {@link #getText}. */
  UTF8String getUtf8() throws IOException;

  /** Characters of a number. */
  int getTextLength() throws IOException;

  /** Whether it stands at a number that JSON has no form for. */
  boolean isNaN() throws IOException;

  double getDoubleValue() throws IOException;

  float getFloatValue() throws IOException;

  /**
   * The integer it stands at.
   *
   * @throws com.fasterxml.jackson.core.exc.InputCoercionException when it is beyond a long
   */
  long getLongValue() throws IOException;

  BigDecimal getDecimalValue() throws IOException;

  /**
   * The bytes of a string in base64.
   *
   * @throws com.fasterxml.jackson.core.JsonParseException when it is none
   */
  byte[] getBinaryValue() throws IOException;

  /**
   * Reads on within an array, for as long as its next elements can be read this fast; the others
   * are left to {@link #nextToken}.
   *
   * @param into takes the elements, until it is full
   * @param from where in it the first of them goes
   * @return where the next one would go
   */
  int nextFloats(float[] into, int from) throws IOException;

  /** As {@link #nextFloats}. */
  int nextDoubles(double[] into, int from) throws IOException;

  /** Passes over the next elements of an array, as {@link #nextFloats} reads them. */
  NumberKinds passNumbers() throws IOException;
}
