package dev.batchtransform.spark.record;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Surveys one file, see {@link AnswerSurvey#survey}. */
final class Surveyor {

  private final AnswerSource source;
  private final boolean joined;
  private final boolean infer;
  private final long expected;

  Surveyor(AnswerSource source, boolean joined, boolean infer, long expected) {
    this.source = source;
    this.joined = joined;
    this.infer = infer;
    this.expected = expected;
  }

  AnswerSurvey survey(AnswerFormat format) throws IOException {
    if (format == AnswerFormat.TEXT && !joined) {
      AnswerSurvey lines = count(format, Framing.LINES);
      return new AnswerSurvey(lines.answers(), Framing.LINES, lines.aligned(), Optional.empty());
    }
    Optional<AnswerSurvey> values = values(format);
    if (values.isPresent() && values.get().aligned()) {
      return values.get();
    }
    AnswerSurvey lines = count(format, Framing.LINES);
    return lines.aligned() ? lines : values.orElse(lines);
  }

  private Optional<AnswerSurvey> values(AnswerFormat format) throws IOException {
    try {
      return Optional.of(count(format, Framing.VALUES));
    } catch (NotJsonException e) {
      return Optional.empty();
    }
  }

  private AnswerSurvey count(AnswerFormat format, Framing framing) throws IOException {
    ValueReader inferring = infer ? ShapeReader::read : ValueReader.SKIP;
    JoinedReader joining = new JoinedReader(inferring);
    ValueReader reader = joined ? joining : inferring;
    try (InputStream in = source.open();
        AnswerFrames frames = AnswerReader.frames(in, format, framing, joined)) {
      long answers = 0;
      long lastRow = -1;
      boolean ascending = true;
      AnswerShape shape = new AnswerShape();
      while (frames.next()) {
        answers++;
        try {
          Object found = frames.read(reader);
          if (found instanceof AnswerShape answer) {
            shape.add(answer);
          }
        } catch (MismatchException e) {
          // The answer has a problem of its own; it counts, and says nothing of the others' shape.
        }
        long row = joining.takeRowId();
        ascending &= row > lastRow && row < expected;
        lastRow = row;
      }
      boolean aligned = joined ? ascending : answers == expected;
      return new AnswerSurvey(
          answers, framing, aligned, infer ? Optional.of(shape) : Optional.empty());
    }
  }
}
