package dev.batchtransform.spark.internal.record.answer;

import dev.batchtransform.spark.internal.record.value.MismatchException;
import dev.batchtransform.spark.internal.record.value.NotJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** Surveys one file, see {@link AnswerSurvey#survey}. */
final class Surveyor {

  private final AnswerSource source;
  private final AnswerContract contract;
  private final @Nullable DataType given;
  private final long records;
  private final boolean boundariesShow;

  Surveyor(AnswerSource source, AnswerContract contract, @Nullable DataType given, long records) {
    this.source = source;
    this.contract = contract;
    this.given = given;
    this.records = records;
    // What came back for a file's only record cannot be anybody else's answer.
    this.boundariesShow = contract.onePerRequest() || records == 1;
  }

  AnswerSurvey survey() throws IOException {
    if (contract.joined()) {
      return joined();
    }
    if (contract.format() == AnswerFormat.CSV) {
      return csv();
    }
    if (contract.format() == AnswerFormat.TEXT) {
      return text();
    }
    Optional<AnswerSurvey> values = unlessNotJson(this::values);
    if (values.isPresent() && values.get().aligned()) {
      return values.get();
    }
    AnswerSurvey lines = lines();
    return lines.aligned() ? lines : values.orElse(lines);
  }

  private interface Pass {
    AnswerSurvey survey() throws IOException;
  }

  private static Optional<AnswerSurvey> unlessNotJson(Pass pass) throws IOException {
    try {
      return Optional.of(pass.survey());
    } catch (NotJsonException failure) {
      return Optional.empty();
    }
  }

  /** The common case: one look at the file as a sequence of values, and where they lie in it. */
  private AnswerSurvey values() throws IOException {
    SurveyTally tally = tally();
    try (InputStream in = source.open();
        ValueFrames frames = ValueFrames.withoutNumbers(AnswerReader.withoutByteOrderMark(in))) {
      boolean tight = true;
      boolean spaced = true;
      long lastLine = 0;
      while (frames.next()) {
        long gap = frames.line() - lastLine - 1;
        tight &= gap == 0;
        spaced &= gap == (tally.answers() == 0 ? 0 : 1);
        tally.take(frames);
        lastLine = frames.lastLine();
      }
      long lines = frames.lines();
      tight &= lines == lastLine;
      spaced &= lines == lastLine + 1;
      boolean spacedOut = boundariesShow && spaced && !tight;
      return tally.survey(
          lines,
          spacedOut ? Framing.SPACED_VALUES : Framing.VALUES,
          tally.answers() == records && (tight || spacedOut || looselyAligned(lines)));
    }
  }

  /**
   * Values that lie anyhow are told apart in the file of one record, and taken on trust where
   * requests held several records, unless the lines speak against it.
   */
  private boolean looselyAligned(long lines) {
    return records == 1 || (!contract.onePerRequest() && lines != records);
  }

  private AnswerSurvey lines() throws IOException {
    SurveyTally tally = tally();
    LineCount count = new LineCount();
    try (InputStream in = source.open();
        LineFrames frames = LineFrames.each(AnswerReader.withoutByteOrderMark(in))) {
      while (frames.next()) {
        count.add(frames.isBlank());
        if (!frames.isBlank()) {
          tally.take(frames);
        }
      }
    }
    long lines = count.lines();
    if (lines == records) {
      tally.takeEmpty(count.blank());
      return tally.survey(lines, Framing.EACH_LINE, boundariesShow || count.blank() == 0);
    }
    boolean agree = tally.answers() == records;
    return boundariesShow
        ? tally.survey(lines, Framing.SPACED_LINES, agree && count.isSpaced())
        : tally.survey(lines, Framing.LINES, agree);
  }

  private AnswerSurvey text() throws IOException {
    LineCount count = new LineCount();
    try (InputStream in = source.open();
        Lines lines = new Lines(AnswerReader.withoutByteOrderMark(in))) {
      while (lines.next()) {
        count.add(lines.isBlank());
      }
    }
    boolean spaced = boundariesShow && count.isSpaced() && count.lines() - count.blank() == records;
    long empty = spaced ? 0 : count.blank();
    return new AnswerSurvey(
        spaced ? records : count.lines(),
        count.lines(),
        spaced ? Framing.SPACED_LINES : Framing.EACH_LINE,
        spaced || (count.lines() == records && (boundariesShow || empty == 0)),
        empty,
        empty > 0 ? Optional.of(MismatchException.EMPTY) : Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /** Lines, whose fields are looked at in a second pass. */
  private AnswerSurvey csv() throws IOException {
    AnswerSurvey lines = text();
    SurveyTally tally = tally();
    try (AnswerFrames frames =
        AnswerReader.frames(source.open(), contract, lines.framing(), given)) {
      while (frames.next()) {
        tally.take(frames);
      }
    }
    return tally.survey(lines.lines(), lines.framing(), lines.aligned());
  }

  private SurveyTally tally() {
    return new SurveyTally(contract.path(), given);
  }

  /** Each answer says whose it is, so it is enough that all can be told apart. */
  private AnswerSurvey joined() throws IOException {
    Optional<AnswerSurvey> values = unlessNotJson(() -> joined(Framing.VALUES));
    if (values.isPresent() && values.get().aligned()) {
      return values.get();
    }
    AnswerSurvey lines = joined(Framing.LINES);
    return lines.aligned() ? lines : values.orElse(lines);
  }

  private AnswerSurvey joined(Framing framing) throws IOException {
    SurveyTally tally = tally();
    JoinedReader joining = new JoinedReader(tally.reader());
    try (InputStream in = source.open();
        AnswerFrames frames = AnswerReader.frames(in, contract, framing, given)) {
      long lastRow = -1;
      boolean ascending = true;
      while (frames.next()) {
        tally.take(frames, joining);
        long row = joining.takeRowId();
        ascending &= row > lastRow && row < records;
        lastRow = row;
      }
      return tally.survey(0, framing, ascending);
    }
  }
}
