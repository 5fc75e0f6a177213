package dev.batchtransform.spark.run;

import dev.batchtransform.spark.record.AnswerReader;
import dev.batchtransform.spark.run.FileToRead.Answered;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The outputs that a file's answers lie in. One that several stretches of the file refer to stays
 * open until the last of them, so that it is read once from its beginning to its end however often
 * other outputs come in between.
 */
final class OpenOutputs implements Closeable {
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
      output = new Output(open(stretch));
      open.put(stretch.output(), output);
    }
    output.skipTo(stretch.range().first());
    return output;
  }

  /**
   * Leaves an output whose stretch has been read.
   *
   * @return whether it has as many answers as the ledger says, as far as that can be seen yet
   */
  boolean leave(Answered stretch, Output output) throws IOException {
    if (usesLeft.merge(stretch.output(), -1, Integer::sum) > 0) {
      return true;
    }
    output.skipTo(stretch.range().of());
    boolean balanced = output.taken == stretch.range().of() && !output.skip();
    open.remove(stretch.output());
    output.reader.close();
    return balanced;
  }

  @Override
  public void close() throws IOException {
    for (Output output : open.values()) {
      output.reader.close();
    }
    open.clear();
  }

  private AnswerReader open(Answered stretch) throws IOException {
    Path path = new Path(stretch.output());
    return AnswerReader.open(
        path.getFileSystem(hadoop).open(path),
        plan.format(),
        stretch.framing(),
        plan.joined(),
        plan.predictionType());
  }

  /** An output that is being read. */
  static final class Output {
    private final AnswerReader reader;
    private long taken;

    private Output(AnswerReader reader) {
      this.reader = reader;
    }

    /** The answer it stands at. */
    AnswerReader answer() {
      return reader;
    }

    /** Answers that were passed so far. */
    long taken() {
      return taken;
    }

    /** Steps to the next answer; false when there is none. */
    boolean next() throws IOException {
      boolean found = reader.next();
      taken += found ? 1 : 0;
      return found;
    }

    private boolean skip() throws IOException {
      boolean found = reader.skip();
      taken += found ? 1 : 0;
      return found;
    }

    private void skipTo(long answers) throws IOException {
      boolean more = true;
      while (more && taken < answers) {
        more = skip();
      }
    }
  }
}
