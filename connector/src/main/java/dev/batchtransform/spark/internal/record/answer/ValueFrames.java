package dev.batchtransform.spark.internal.record.answer;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.batchtransform.spark.internal.record.JsonInput;
import dev.batchtransform.spark.internal.record.json.ByteWindow;
import dev.batchtransform.spark.internal.record.json.JacksonTokens;
import dev.batchtransform.spark.internal.record.json.NotPlainException;
import dev.batchtransform.spark.internal.record.json.ScannedTokens;
import dev.batchtransform.spark.internal.record.value.MismatchException;
import dev.batchtransform.spark.internal.record.value.NotJsonException;
import dev.batchtransform.spark.internal.record.value.ValueReader;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers that are one JSON value after the other. They are scanned; from the first on of which the
 * scan is not sure, Jackson reads them.
 */
final class ValueFrames implements AnswerFrames {

  private final ByteWindow window;
  private final ScannedTokens scanned;
  private @Nullable JacksonTokens jackson;

  /** Line ends before the window's start, which is where the answer begins. */
  private long linesBefore;

  /** Whether the window's start is past a line's beginning. */
  private boolean withinLine;

  private State state = State.PASSED;

  /** How far the answer is that the scan stands at. */
  private enum State {
    AHEAD,
    BEGUN,
    PASSED
  }

  ValueFrames(InputStream in) {
    this(new ByteWindow(in), ScannedTokens.ofValues());
  }

  ValueFrames(ByteWindow window, ScannedTokens scanned) {
    this.window = window;
    this.scanned = scanned;
  }

  /** The same answers for whoever does not ask for their floats and doubles. */
  static ValueFrames withoutNumbers(InputStream in) {
    return new ValueFrames(new ByteWindow(in), ScannedTokens.withoutNumbers());
  }

  @Override
  public boolean next() throws IOException {
    passOver();
    if (jackson == null && passGap()) {
      return true;
    }
    return jackson != null && nextByJackson(jackson);
  }

  /** Line in which the answer begins, 1 for the first. Before it is read. */
  long line() {
    return jackson == null
        ? linesBefore + 1
        : linesBefore + jackson.parser().currentTokenLocation().getLineNr();
  }

  /** Line in which the answer ends; what was not read of it is passed over. */
  long lastLine() throws IOException {
    passOver();
    if (jackson == null) {
      return linesBefore + 1;
    }
    toEndOfValue(jackson);
    // The parser looks one character past a number, and a line feed may be that.
    return jackson.currentToken().isScalarValue()
        ? line()
        : linesBefore + jackson.parser().currentLocation().getLineNr();
  }

  /** Lines of the file, once its end is reached. A line that has nothing in it is one too. */
  long lines() {
    if (jackson == null) {
      return withinLine ? linesBefore + 1 : linesBefore;
    }
    JsonLocation end = jackson.parser().currentLocation();
    return linesBefore + (end.getColumnNr() > 1 ? end.getLineNr() : end.getLineNr() - 1L);
  }

  @Override
  public @Nullable Object read(ValueReader reader) throws IOException, MismatchException {
    while (jackson == null) {
      try {
        begin();
        return reader.read(scanned);
      } catch (NotPlainException unsure) {
        seeMore();
      } catch (MismatchException failure) {
        // Where the answer is no JSON either, Jackson says which of the two comes first.
        passOver();
        if (jackson == null) {
          throw failure;
        }
      }
    }
    try {
      return reader.read(jackson);
    } catch (JsonProcessingException failure) {
      throw new NotJsonException();
    }
  }

  private void begin() throws IOException {
    state = State.AHEAD;
    scanned.begin(window.bytes(), window.start(), window.end(), window.isExhausted(), linesBefore);
    scanned.nextToken();
    state = State.BEGUN;
  }

  /** Makes the window start behind the answer. */
  private void passOver() throws IOException {
    while (jackson == null && state != State.PASSED) {
      try {
        if (state == State.AHEAD) {
          begin();
        }
        scanned.finish();
        window.passTo(scanned.end());
        linesBefore = scanned.line();
        withinLine = true;
        state = State.PASSED;
      } catch (NotPlainException unsure) {
        seeMore();
      }
    }
  }

  /** Makes the window start at the next answer; false when there is none. */
  private boolean passGap() throws IOException {
    do {
      scanned.begin(
          window.bytes(), window.start(), window.end(), window.isExhausted(), linesBefore);
      int next = scanned.passBlanks();
      if (next > window.start()) {
        byte last = window.bytes()[next - 1];
        withinLine = last != '\n' && last != '\r';
      }
      linesBefore = scanned.line();
      window.passTo(next);
      if (next < window.end() && window.bytes()[next] != '\r') {
        state = State.AHEAD;
        return true;
      }
    } while (window.more());
    return false;
  }

  /** The scan could not go on: with more bytes it begins the answer again, or Jackson does. */
  private void seeMore() throws IOException {
    state = State.AHEAD;
    if (!scanned.ranOut() || !window.more()) {
      jackson = new JacksonTokens(JsonInput.LENIENT.createParser(window.rest()));
      nextByJackson(jackson);
    }
  }

  private static boolean nextByJackson(JacksonTokens json) throws IOException {
    try {
      toEndOfValue(json);
      return json.nextToken() != null;
    } catch (JsonProcessingException failure) {
      throw new NotJsonException();
    }
  }

  private static void toEndOfValue(JacksonTokens json) throws IOException {
    try {
      while (json.depth() > 0) {
        json.nextToken();
      }
    } catch (JsonProcessingException failure) {
      throw new NotJsonException();
    }
  }

  @Override
  public void close() throws IOException {
    try (window) {
      if (jackson != null) {
        jackson.close();
      }
    }
  }
}
