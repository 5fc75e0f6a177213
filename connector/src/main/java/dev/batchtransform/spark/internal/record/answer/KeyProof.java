package dev.batchtransform.spark.internal.record.answer;

import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Proves by a field that a record and its answer share that each answer lies beside its record. */
public final class KeyProof {

  private KeyProof() {}

  /**
   * Line of the first record, 1 for the first, whose answer has another key or none; empty when
   * there is none. An answer that is of no use for itself has no key to be compared.
   *
   * @param records what was sent
   * @param contract names the key
   * @param framing how the answers are told apart
   */
  public static OptionalLong firstUnequal(
      AnswerSource records, AnswerSource answers, AnswerContract contract, Framing framing)
      throws IOException {
    try (AnswerReader record = AnswerReader.recordKeys(records.open(), contract);
        AnswerReader answer = AnswerReader.keys(answers.open(), contract, framing)) {
      long line = 0;
      while (answer.next()) {
        do {
          line++;
          if (!record.next()) {
            return OptionalLong.of(line);
          }
        } while (contract.joined() && record.rowId() != answer.rowId());
        if (answer.problem() == null && !isEqual(record.value(), answer.value())) {
          return OptionalLong.of(line);
        }
      }
      return OptionalLong.empty();
    }
  }

  private static boolean isEqual(@Nullable Object of, @Nullable Object and) {
    return of != null && of.equals(and);
  }
}
