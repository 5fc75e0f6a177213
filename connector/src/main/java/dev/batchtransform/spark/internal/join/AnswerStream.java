package dev.batchtransform.spark.internal.join;

import dev.batchtransform.spark.internal.join.FileToRead.Answered;
import dev.batchtransform.spark.internal.join.FileToRead.Stretch;
import dev.batchtransform.spark.internal.join.FileToRead.Unanswered;
import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome.Refused;
import dev.batchtransform.spark.internal.record.answer.AnswerReader;
import dev.batchtransform.spark.internal.record.answer.Framing;
import dev.batchtransform.spark.internal.text.Plural;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The answers to a file's records, in the order of the records, out of however many outputs. A step
 * that finds fewer or more answers than the ledger says throws: such a file would shift every
 * answer after it to the wrong row.
 */
public final class AnswerStream implements Closeable {
  private final FileToRead file;
  private final AnswerPlan plan;
  private final OpenOutputs outputs;
  private final Iterator<Stretch> stretches;
  private @Nullable Stretch stretch;
  private OpenOutputs.@Nullable Output output;
  private final Map<Long, Refused> refused = new HashMap<>();
  private long leftInStretch;
  private long record;
  private boolean ahead;

  private @Nullable Object value;
  private @Nullable ErrorCode code;
  private @Nullable String message;
  private @Nullable Integer wave;
  private int attempts;
  private boolean answered;
  private @Nullable Object key;

  /**
   * The answers to a file, or to a part of one.
   *
   * @param firstRecord records of the staged file before the part's first: SageMaker's row ids
   *     count from the beginning of what was staged
   */
  public AnswerStream(FileToRead file, long firstRecord, AnswerPlan plan, Configuration hadoop) {
    this.file = file;
    this.plan = plan;
    this.record = firstRecord;
    this.outputs = new OpenOutputs(file.answers(), plan, hadoop);
    this.stretches = file.answers().iterator();
  }

  /** Steps to the answer of the next record. */
  public void next() throws IOException {
    while (leftInStretch == 0) {
      nextStretch();
    }
    leftInStretch--;
    if (stretch instanceof Unanswered unanswered) {
      none(ErrorCode.valueOf(unanswered.code()), unanswered.message());
      attempts = unanswered.attempts();
      wave = unanswered.wave();
    } else if (stretch instanceof Answered answered && output != null) {
      attempts = answered.attempts();
      wave = answered.wave();
      Refused why = refused.get(answered.records() - leftInStretch - 1);
      if (why == null) {
        take(answered, output);
      } else {
        none(why.code(), why.message());
      }
    } else {
      none(null, null);
    }
    record++;
  }

  /** The prediction; null when there is none. */
  public @Nullable Object value() {
    return value;
  }

  /** Why there is none; null when the record was answered. */
  public @Nullable ErrorCode code() {
    return code;
  }

  public @Nullable String message() {
    return message;
  }

  /** Whether the output has an answer for the record, be it one that is of no use. */
  public boolean isAnswered() {
    return answered;
  }

  /** The key that the answer has; null when it has none, or none is asked for. */
  @Nullable Object key() {
    return key;
  }

  /** The last wave in which the record was sent; null when it is not known to have been. */
  @Nullable Integer wave() {
    return wave;
  }

  int attempts() {
    return attempts;
  }

  /** Line of the record in the input, 1 for the first. */
  long line() {
    return record;
  }

  /** Proves that nothing is left over. */
  public void finish() throws IOException {
    endStretch();
    if (leftInStretch > 0 || stretches.hasNext()) {
      throw imbalance("its row log has only " + Plural.of(record, "record"));
    }
  }

  @Override
  public void close() throws IOException {
    outputs.close();
  }

  private void none(@Nullable ErrorCode why, @Nullable String words) {
    value = null;
    code = why;
    message = words;
    answered = false;
    key = null;
  }

  private void take(Answered answered, OpenOutputs.Output from) throws IOException {
    if (plan.joined()) {
      takeJoined(answered, from);
    } else {
      advance(from);
      decoded(from);
    }
  }

  /**
   * With {@code join=record} an answer says which record it belongs to, so a gap is this record's
   * own failure.
   */
  private void takeJoined(Answered answered, OpenOutputs.Output from) throws IOException {
    if (!ahead && from.taken() - answered.range().first() < answered.answers()) {
      advance(from);
      ahead = true;
    }
    if (ahead && from.answer().rowId() == record) {
      ahead = false;
      decoded(from);
    } else {
      none(ErrorCode.MISSING, "The output has no answer for this record.");
    }
  }

  private void advance(OpenOutputs.Output from) throws IOException {
    if (!from.next()) {
      throw imbalance("its output ends after " + Plural.of(from.taken(), "answer"));
    }
  }

  private void decoded(OpenOutputs.Output from) {
    AnswerReader answer = from.answer();
    String problem = answer.problem();
    ErrorCode why = answer.isEmpty() ? ErrorCode.MISSING : ErrorCode.UNPARSEABLE;
    none(problem == null ? null : why, problem);
    value = problem == null ? answer.value() : null;
    answered = true;
    key = from.key();
  }

  private void nextStretch() throws IOException {
    endStretch();
    if (!stretches.hasNext()) {
      throw imbalance("its row log has more records than that");
    }
    stretch = stretches.next();
    leftInStretch = stretch.records();
    ahead = false;
    refused.clear();
    if (stretch instanceof Answered answered) {
      output = outputs.at(answered);
      answered.refused().forEach(some -> some.records().forEach(at -> refused.put(at, some)));
    }
  }

  private void endStretch() throws IOException {
    OpenOutputs.Output left = output;
    output = null;
    if (left != null && leftInStretch == 0 && stretch instanceof Answered answered) {
      Optional<String> problem =
          ahead ? Optional.of(OpenOutputs.MORE_ANSWERS) : outputs.leave(answered, left);
      if (problem.isPresent()) {
        throw imbalance(problem.get());
      }
    }
  }

  /** Whether lines are taken for answers that were JSON values when their wave ended. */
  private boolean isReadAsLines() {
    return plan.format().isLine()
        && stretch instanceof Answered answered
        && answered.framing().readsAs(Framing.VALUES);
  }

  private IOException imbalance(String why) {
    return new IOException(
        "The counts of "
            + file.staged().inputName()
            + " do not balance: the ledger says "
            + Plural.of(file.staged().rows(), "row")
            + " and "
            + Plural.of(file.staged().records(), "record")
            + ", but "
            + why
            + (isReadAsLines()
                ? ". Its answers do not have a line each, so that resultFormat=text or csv cannot read them; take"
                    + " resultSchema=string for the text of JSON answers."
                : ". A file of the run in "
                    + plan.layout()
                    + " was changed or lost; run it again under another runId."));
  }
}
