package dev.batchtransform.spark.internal.record.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.batchtransform.spark.internal.record.JsonInput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one JSON value, found in bytes. It knows JSON by the letter and nothing else: at
 * whatever it is not sure that Jackson takes for the same, and where the bytes end before the value
 * does, it throws {@link NotPlainException}, and then the value has to be read again from its
 * beginning. Not safe for threads.
 */
public final class ScannedTokens implements JsonTokens {

  /** Jackson has a limit for names, and reads what is longer its own way. */
  private static final int LONGEST_NAME = 10_000;

  /** Of a number that is read here. */
  private static final int LONGEST_NUMBER = 100;

  /** From how many digits on Jackson makes a decimal another way. */
  private static final int LONGEST_DECIMAL = 40;

  private final NumberScan number = new NumberScan();
  private final StringScan string = new StringScan();
  private final NameCache names = new NameCache();

  private final boolean wantsValues;
  private byte[] bytes = new byte[0];
  private int limit;
  private boolean complete;
  private boolean ranOut;
  private int at;
  private int tokenStart;
  private long line;
  private JsonToken current = JsonToken.NOT_AVAILABLE;
  private String name = "";

  /** For each open array or object whether it is an object. */
  private boolean[] objects = new boolean[16];

  private int depth;

  private ScannedTokens(boolean wantsValues) {
    this.wantsValues = wantsValues;
  }

  /** Tokens with their values. */
  public static ScannedTokens ofValues() {
    return new ScannedTokens(true);
  }

  /**
   * Tokens for whoever asks what there is and not which: all floats and doubles are 0 that are not
   * Jackson's.
   */
  public static ScannedTokens withoutNumbers() {
    return new ScannedTokens(false);
  }

  /**
   * Begins with a value.
   *
   * @param start its first byte
   * @param limit where the bytes end
   * @param complete whether there are no more to come
   * @param line the line it begins in
   */
  public void begin(byte[] from, int start, int limit, boolean complete, long line) {
    this.bytes = from;
    this.at = start;
    this.limit = limit;
    this.complete = complete;
    this.line = line;
    ranOut = false;
    depth = 0;
    current = JsonToken.NOT_AVAILABLE;
  }

  /** Whether the scan could not go on because more bytes are to come. */
  public boolean ranOut() {
    return ranOut;
  }

  /** The byte after the token it stands at. */
  public int end() {
    return at;
  }

  /** The line in which the token ends. */
  public long line() {
    return line;
  }

  /** Passes over all that is left of the value. */
  public void finish() throws IOException {
    if (current == JsonToken.NOT_AVAILABLE) {
      nextToken();
    }
    closeTo(0);
  }

  /** Makes sure that nothing follows the value. */
  public void endOfAll() throws NotPlainException {
    if (passBlanks() < limit) {
      throw new NotPlainException();
    }
  }

  /**
   * Passes over blanks and line ends.
   *
   * @return the byte after them, or the limit, or a carriage return after which more is to come
   */
  public int passBlanks() {
    while (at < limit && isBlank(bytes[at])) {
      if (bytes[at] == '\n') {
        line++;
      } else if (bytes[at] == '\r') {
        if (at + 1 == limit && !complete) {
          return at;
        }
        line += at + 1 < limit && bytes[at + 1] == '\n' ? 0 : 1;
      }
      at++;
    }
    return at;
  }

  @Override
  public JsonToken currentToken() {
    return current;
  }

  @Override
  public @Nullable JsonToken nextToken() throws IOException {
    if (depth == 0) {
      if (current != JsonToken.NOT_AVAILABLE) {
        return null;
      }
      return value(byteAt(at));
    }
    byte next = significant();
    if (!objects[depth - 1]) {
      if (next == ']') {
        return close(JsonToken.END_ARRAY);
      }
      return value(current == JsonToken.START_ARRAY ? next : afterComma(next));
    }
    if (current == JsonToken.FIELD_NAME) {
      return value(next);
    }
    if (next == '}') {
      return close(JsonToken.END_OBJECT);
    }
    return field(current == JsonToken.START_OBJECT ? next : afterComma(next));
  }

  private JsonToken value(byte first) throws IOException {
    tokenStart = at;
    switch (first) {
      case '"' -> {
        at = string(at + 1);
        current = JsonToken.VALUE_STRING;
      }
      case '[' -> open(false, JsonToken.START_ARRAY);
      case '{' -> open(true, JsonToken.START_OBJECT);
      case 't' -> literal("true", JsonToken.VALUE_TRUE);
      case 'f' -> literal("false", JsonToken.VALUE_FALSE);
      case 'n' -> literal("null", JsonToken.VALUE_NULL);
      default -> {
        number(at);
        endsAtRoot();
      }
    }
    return current;
  }

  private void open(boolean isObject, JsonToken token) {
    at++;
    if (depth == objects.length) {
      objects = Arrays.copyOf(objects, 2 * depth);
    }
    objects[depth++] = isObject;
    current = token;
  }

  private JsonToken close(JsonToken token) {
    at++;
    depth--;
    current = token;
    return token;
  }

  private JsonToken field(byte first) throws IOException {
    if (first != '"') {
      throw new NotPlainException();
    }
    at = string(at + 1);
    if (string.length() > LONGEST_NAME) {
      throw new NotPlainException();
    }
    name = string.name(names);
    if (significant() != ':') {
      throw new NotPlainException();
    }
    at++;
    current = JsonToken.FIELD_NAME;
    return current;
  }

  private int string(int first) throws NotPlainException {
    int end = string.scan(bytes, first, limit);
    if (end < 0) {
      throw ranOutOfBytes();
    }
    return end;
  }

  private void literal(String text, JsonToken token) throws NotPlainException {
    for (int each = 0; each < text.length(); each++) {
      if (byteAt(at + each) != text.charAt(each)) {
        throw new NotPlainException();
      }
    }
    at += text.length();
    current = token;
    endsAtRoot();
  }

  private void number(int first) throws NotPlainException {
    at = endOfNumber(first);
    if (at == limit && !complete) {
      throw ranOutOfBytes();
    }
    current = number.isWhole() ? JsonToken.VALUE_NUMBER_INT : JsonToken.VALUE_NUMBER_FLOAT;
  }

  private int endOfNumber(int first) throws NotPlainException {
    try {
      return number.scan(bytes, first, limit);
    } catch (NotPlainException failure) {
      // It may be one of which only the beginning is here.
      ranOut = !complete && limit - first < LONGEST_NUMBER;
      throw failure;
    }
  }

  /** What follows a scalar that stands alone must not be taken for a part of it. */
  private void endsAtRoot() throws NotPlainException {
    if (depth > 0) {
      return;
    }
    if (at == limit) {
      if (!complete) {
        throw ranOutOfBytes();
      }
    } else if (!isBlank(bytes[at])) {
      throw new NotPlainException();
    }
  }

  private byte afterComma(byte next) throws NotPlainException {
    if (next != ',') {
      throw new NotPlainException();
    }
    at++;
    return significant();
  }

  private byte significant() throws NotPlainException {
    if (at < limit && bytes[at] > ' ') {
      return bytes[at];
    }
    byte next = byteAt(passBlanks());
    if (next == '\r') {
      throw ranOutOfBytes();
    }
    return next;
  }

  private byte byteAt(int index) throws NotPlainException {
    if (index >= limit) {
      throw ranOutOfBytes();
    }
    return bytes[index];
  }

  private NotPlainException ranOutOfBytes() {
    ranOut = !complete;
    return new NotPlainException();
  }

  private static boolean isBlank(byte each) {
    return each == ' ' || each == '\n' || each == '\t' || each == '\r';
  }

  @Override
  public void skipChildren() throws IOException {
    if (current.isStructStart()) {
      closeTo(depth - 1);
    }
  }

  private void closeTo(int outer) throws IOException {
    while (depth > outer) {
      if (!objects[depth - 1]) {
        passNumbers();
      }
      nextToken();
    }
  }

  @Override
  public int nextFloats(float[] into, int from) throws IOException {
    int count = from;
    while (count < into.length && nextNumber()) {
      into[count++] = wantsValues ? number.floatValue() : 0;
    }
    return count;
  }

  @Override
  public int nextDoubles(double[] into, int from) throws IOException {
    int count = from;
    while (count < into.length && nextNumber()) {
      into[count++] = wantsValues ? number.doubleValue() : 0;
    }
    return count;
  }

  @Override
  public NumberKinds passNumbers() throws IOException {
    NumberKinds kinds = NumberKinds.NONE;
    while (nextNumber()) {
      if (kinds != NumberKinds.FRACTIONS) {
        kinds = number.isShort() ? NumberKinds.LONGS : NumberKinds.FRACTIONS;
      }
    }
    return kinds;
  }

  /**
   * Steps to an array's next element, if that is a number to be read here; else it stays where it
   * is.
   */
  private boolean nextNumber() throws NotPlainException {
    byte first = significant();
    int before = at;
    long lineBefore = line;
    if (current != JsonToken.START_ARRAY) {
      if (first != ',') {
        return false;
      }
      at++;
      first = significant();
    }
    if (first != '-' && (first < '0' || first > '9')) {
      at = before;
      line = lineBefore;
      return false;
    }
    JsonToken previous = current;
    tokenStart = at;
    number(at);
    if (number.length() > LONGEST_NUMBER || (number.isWhole() && !number.isShort())) {
      at = before;
      line = lineBefore;
      current = previous;
      return false;
    }
    return true;
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public String currentName() {
    return name;
  }

  @Override
  public String getText() {
    return switch (current) {
      case FIELD_NAME -> name;
      case VALUE_STRING -> string.text();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number.text();
      default -> current.asString();
    };
  }

  @Override
  public UTF8String getUtf8() {
    return current == JsonToken.VALUE_STRING ? string.utf8() : UTF8String.fromString(getText());
  }

  @Override
  public int getTextLength() {
    return current.isNumeric() ? number.length() : getText().length();
  }

  @Override
  public boolean isNaN() {
    return false;
  }

  @Override
  public double getDoubleValue() throws IOException {
    return isReadHere() ? number.doubleValue() : byJackson(JsonParser::getDoubleValue);
  }

  @Override
  public float getFloatValue() throws IOException {
    return isReadHere() ? number.floatValue() : byJackson(JsonParser::getFloatValue);
  }

  @Override
  public long getLongValue() throws IOException {
    return isReadHere() && number.isShort()
        ? number.longValue()
        : byJackson(JsonParser::getLongValue);
  }

  @Override
  public BigDecimal getDecimalValue() throws IOException {
    return isReadHere() && number.length() <= LONGEST_DECIMAL && number.isPlainDecimal()
        ? new BigDecimal(number.text())
        : byJackson(JsonParser::getDecimalValue);
  }

  @Override
  public byte[] getBinaryValue() throws IOException {
    return byJackson(JacksonTokens::binary);
  }

  private boolean isReadHere() {
    return current.isNumeric()
        && number.length() <= LONGEST_NUMBER
        && (!number.isWhole() || number.isShort());
  }

  /** Asks Jackson for what is seldom asked, of the scalar alone. */
  private <T> T byJackson(Conversion<T> conversion) throws IOException {
    try (JsonParser json = JsonInput.LENIENT.createParser(bytes, tokenStart, at - tokenStart)) {
      json.nextToken();
      return conversion.of(json);
    }
  }

  @FunctionalInterface
  private interface Conversion<T> {
    T of(JsonParser json) throws IOException;
  }
}
