package dev.batchtransform.spark.internal.join;

import dev.batchtransform.spark.internal.join.FileToRead.Answered;
import dev.batchtransform.spark.internal.record.answer.AnswerReader;
import dev.batchtransform.spark.internal.stage.WholeInput;
import dev.batchtransform.spark.internal.text.Plural;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The outputs that a file's answers lie in. One that several stretches of the file refer to stays
 * open until the last of them, so that it is read once from its beginning to its end however often
 * other outputs come in between.
 */
final class OpenOutputs implements Closeable {
  static final String MORE_ANSWERS = "its output has more answers than records";

  private final AnswerPlan plan;
  private final Configuration hadoop;
  private final Map<String, Integer> usesLeft = new HashMap<>();
  private final Map<String, Output> open = new HashMap<>();

  OpenOutputs(List<FileToRead.Stretch> stretches, AnswerPlan plan, Configuration hadoop) {
    this.plan = plan;
    this.hadoop = hadoop;
    for (FileToRead.Stretch stretch : stretches) {
      if (stretch instanceof Answered answered) {
        usesLeft.merge(answered.output(), 1, Integer::sum);
      }
    }
  }

  /** The output, at the stretch's first answer; before it when the output has not so many. */
  Output at(Answered stretch) throws IOException {
    Output output = open.get(stretch.output());
    if (output == null) {
      output = new Output(open(stretch), openKeys(stretch));
      open.put(stretch.output(), output);
    }
    output.skipTo(stretch.range().first());
    return output;
  }

  /**
   * Leaves an output whose stretch has been read.
   *
   * @return how its answers differ in number from what the ledger says, as far as that can be seen
   *     yet; empty when they do not
   */
  Optional<String> leave(Answered stretch, Output output) throws IOException {
    if (usesLeft.merge(stretch.output(), -1, Integer::sum) > 0) {
      return Optional.empty();
    }
    output.skipTo(stretch.range().of());
    boolean fewer = output.taken < stretch.range().of();
    boolean more = !fewer && output.skip();
    open.remove(stretch.output());
    output.close();
    if (fewer) {
      return Optional.of("its output ends after " + Plural.of(output.taken, "answer"));
    }
    return more ? Optional.of(MORE_ANSWERS) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    for (Output output : open.values()) {
      output.close();
    }
    open.clear();
  }

  private AnswerReader open(Answered stretch) throws IOException {
    return AnswerReader.open(
        stream(stretch), plan.contract(), stretch.framing(), plan.predictionType());
  }

  /** The same output once more for the answers' keys; null when they have none. */
  private @Nullable AnswerReader openKeys(Answered stretch) throws IOException {
    return plan.key() == null
        ? null
        : AnswerReader.keys(stream(stretch), plan.contract(), stretch.framing());
  }

  private InputStream stream(Answered stretch) throws IOException {
    return WholeInput.open(new Path(stretch.output()), stretch.bytes(), hadoop);
  }

  /** An output that is being read. */
  static final class Output implements Closeable {
    private final AnswerReader reader;
    private final @Nullable AnswerReader keys;
    private long taken;

    private Output(AnswerReader reader, @Nullable AnswerReader keys) {
      this.reader = reader;
      this.keys = keys;
    }

    /** The answer it stands at. */
    AnswerReader answer() {
      return reader;
    }

    /** The key of the answer it stands at; null when it has none. */
    @Nullable Object key() {
      return keys == null ? null : keys.value();
    }

    /** Answers that were passed so far. */
    long taken() {
      return taken;
    }

    /** Steps to the next answer; false when there is none. */
    boolean next() throws IOException {
      boolean found = reader.next() && (keys == null || keys.next());
      taken += found ? 1 : 0;
      return found;
    }

    private boolean skip() throws IOException {
      boolean found = reader.skip() && (keys == null || keys.skip());
      taken += found ? 1 : 0;
      return found;
    }

    @Override
    public void close() throws IOException {
      try (reader) {
        if (keys != null) {
          keys.close();
        }
      }
    }

    private void skipTo(long answers) throws IOException {
      boolean more = true;
      while (more && taken < answers) {
        more = skip();
      }
    }
  }
}
