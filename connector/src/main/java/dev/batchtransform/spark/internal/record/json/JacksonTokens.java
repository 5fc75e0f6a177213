package dev.batchtransform.spark.internal.record.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Tokens as Jackson reads them. */
public final class JacksonTokens implements JsonTokens, Closeable {

  private final JsonParser json;
  private int depth;

  /** The tokens of a parser, which is closed with them. */
  public JacksonTokens(JsonParser json) {
    this.json = json;
  }

  /** The parser, to ask it for places. */
  public JsonParser parser() {
    return json;
  }

  @Override
  public JsonToken currentToken() {
    return json.currentToken();
  }

  @Override
  public @Nullable JsonToken nextToken() throws IOException {
    JsonToken token = json.nextToken();
    if (token != null) {
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }
    return token;
  }

  @Override
  public void skipChildren() throws IOException {
    JsonToken token = json.currentToken();
    json.skipChildren();
    if (token != null && token.isStructStart()) {
      depth--;
    }
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public String currentName() throws IOException {
    return json.currentName();
  }

  @Override
  public String getText() throws IOException {
    return json.getText();
  }

  @Override
  public UTF8String getUtf8() throws IOException {
    return UTF8String.fromString(json.getText());
  }

  @Override
  public int getTextLength() throws IOException {
    return json.getTextLength();
  }

  @Override
  public boolean isNaN() throws IOException {
    return json.isNaN();
  }

  @Override
  public double getDoubleValue() throws IOException {
    return json.getDoubleValue();
  }

  @Override
  public float getFloatValue() throws IOException {
    return json.getFloatValue();
  }

  @Override
  public long getLongValue() throws IOException {
    return json.getLongValue();
  }

  @Override
  public BigDecimal getDecimalValue() throws IOException {
    return json.getDecimalValue();
  }

  @Override
  public byte[] getBinaryValue() throws IOException {
    return binary(json);
  }

  /**
   * The bytes of a string, once all of it is read: a parser that finds out in its middle that it is
   * no base64 may take what is left of it for the next token.
   */
  static byte[] binary(JsonParser json) throws IOException {
    json.getText();
    return json.getBinaryValue();
  }

  @Override
  public int nextFloats(float[] into, int from) {
    return from;
  }

  @Override
  public int nextDoubles(double[] into, int from) {
    return from;
  }

  @Override
  public NumberKinds passNumbers() {
    return NumberKinds.NONE;
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
