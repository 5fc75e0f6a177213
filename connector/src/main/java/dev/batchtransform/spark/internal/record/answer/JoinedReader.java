package dev.batchtransform.spark.internal.record.answer;

import com.fasterxml.jackson.core.JsonToken;
import dev.batchtransform.spark.internal.record.json.JsonTokens;
import dev.batchtransform.spark.internal.record.value.MismatchException;
import dev.batchtransform.spark.internal.record.value.ValueReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what SageMaker makes of a record with a row id and its answer: {@code
 * {"SageMakerOutput":<answer>,"row":"<index>"}}, in any order, among other fields or none.
 */
final class JoinedReader implements ValueReader {

  /** Stands for the row id of an answer that has none. */
  static final long NO_ROW = -1;

  private final ValueReader answer;
  private final String field;
  private long rowId = NO_ROW;

  JoinedReader(ValueReader answer) {
    this(answer, "SageMakerOutput");
  }

  private JoinedReader(ValueReader answer, String field) {
    this.answer = answer;
    this.field = field;
  }

  /** Reads a record with its row id, as it was sent. */
  static JoinedReader ofRecords(ValueReader record) {
    return new JoinedReader(record, "record");
  }

  /**
   * Hands over the row id of the answer read last, even when its read threw; {@link #NO_ROW} when
   * it has none, or was not JSON.
   */
  long takeRowId() {
    long taken = rowId;
    rowId = NO_ROW;
    return taken;
  }

  @Override
  public @Nullable Object read(JsonTokens json) throws IOException, MismatchException {
    // It may be the second attempt at this answer.
    rowId = NO_ROW;
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new MismatchException("expected an object with 'row' and 'SageMakerOutput'");
    }
    Object value = null;
    MismatchException mismatch = new MismatchException("the object has no '" + field + "'");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("row")) {
        rowId = parseRowId(json);
      } else if (name.equals(field)) {
        int object = json.currentToken().isStructStart() ? json.depth() - 1 : json.depth();
        try {
          value = answer.read(json);
          mismatch = null;
        } catch (MismatchException failure) {
          // The row id usually comes after the answer.
          mismatch = failure;
          leaveValue(json, object);
        }
      } else {
        json.skipChildren();
      }
    }
    if (mismatch != null) {
      throw mismatch;
    }
    if (rowId == NO_ROW) {
      throw new MismatchException("the object has no 'row'");
    }
    return value;
  }

  private static void leaveValue(JsonTokens json, int object) throws IOException {
    while (json.depth() != object) {
      json.nextToken();
    }
  }

  private static long parseRowId(JsonTokens json) throws IOException {
    String text = json.getText();
    json.skipChildren();
    boolean digits =
        !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.parseLong(text) : NO_ROW;
  }
}
