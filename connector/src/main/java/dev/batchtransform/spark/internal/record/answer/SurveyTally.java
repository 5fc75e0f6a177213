package dev.batchtransform.spark.internal.record.answer;

import dev.batchtransform.spark.internal.options.AnswerPath;
import dev.batchtransform.spark.internal.record.value.MismatchException;
import dev.batchtransform.spark.internal.record.value.ValueReader;
import dev.batchtransform.spark.internal.record.value.ValueReaders;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** Counts answers, finds out which of them are of no use, and what the others look like. */
final class SurveyTally {

  private final boolean infer;
  private final ValueReader reader;
  private final AnswerShape shape = new AnswerShape();
  private long answers;
  private final ProblemTally problems = new ProblemTally();
  private final UnfilledFields unfilled;

  /**
   * A tally of nothing yet.
   *
   * @param path where an answer lies in what the model returned; null for all of it
   * @param given the type of an answer; null to infer it
   */
  SurveyTally(@Nullable AnswerPath path, @Nullable DataType given) {
    this.infer = given == null;
    this.unfilled = UnfilledFields.of(given);
    this.reader =
        PathReader.of(path, given == null ? ShapeReader::read : ValueReaders.ofAnswer(given));
  }

  ValueReader reader() {
    return reader;
  }

  void take(AnswerFrames frames) throws IOException {
    take(frames, reader);
  }

  /** Takes the answer that the frames stand at, read by a reader that this tally's is a part of. */
  void take(AnswerFrames frames, ValueReader by) throws IOException {
    answers++;
    try {
      Object found = frames.read(by);
      if (found instanceof AnswerShape answer) {
        shape.add(answer);
      } else {
        unfilled.take(found);
      }
    } catch (MismatchException failure) {
      // The answer has a problem of its own; it counts, and says nothing of the others' shape.
      problems.add(String.valueOf(failure.getMessage()));
    }
  }

  /** Takes answers that are empty. */
  void takeEmpty(long empty) {
    answers += empty;
    problems.add(MismatchException.EMPTY, empty);
  }

  AnswerSurvey survey(long lines, Framing framing, boolean aligned) {
    return new AnswerSurvey(
        answers,
        lines,
        framing,
        aligned,
        problems.count(),
        problems.mostCommon(),
        unfilled.names(),
        infer ? Optional.of(shape) : Optional.empty());
  }

  long answers() {
    return answers;
  }
}
