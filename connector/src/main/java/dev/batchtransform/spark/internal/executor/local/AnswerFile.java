package dev.batchtransform.spark.internal.executor.local;

import dev.batchtransform.spark.internal.executor.KeptAnswers;
import dev.batchtransform.spark.internal.stage.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The answers to one staged file while they come in: the file's output when all of its records are
 * answered, a file beside it when only some are. An object store is told a file's name before the
 * first byte, so the first answers wait in memory for it to be known; a request that fails after
 * them costs what has been written.
 *
 * <p>Not thread-safe. Closing it without {@link #commit()} or {@link #keep()} leaves nothing.
 */
final class AnswerFile extends OutputStream {
  /** Some hundred answers that are long, ten thousands that are not. */
  private static final int WAITING_BYTES = 4 << 20;

  private final Path output;
  private final Path beside;
  private final Configuration hadoop;
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private boolean complete = true;
  private @Nullable WholeFile file;
  private @Nullable Path written;
  private long bytes;

  /**
   * Begins with neither.
   *
   * @param output where the answers go when they are complete
   * @param beside where they go when they are not
   */
  AnswerFile(Path output, Path beside, Configuration hadoop) {
    this.output = output;
    this.beside = beside;
    this.hadoop = hadoop;
  }

  /** From here on answers are missing. */
  void incomplete() {
    complete = false;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] b, int off, int len) throws IOException {
    bytes += len;
    if (file != null) {
      file.out().write(b, off, len);
      return;
    }
    waiting.write(b, off, len);
    if (waiting.size() >= WAITING_BYTES) {
      open();
    }
  }

  /** Makes the complete answers the file's output. */
  void commit() throws IOException {
    open().commit();
  }

  /** Makes a file of the answers that there are; empty when it can be none any more. */
  Optional<KeptAnswers> keep() throws IOException {
    WholeFile kept = open();
    if (output.equals(written)) {
      return Optional.empty();
    }
    kept.commit();
    return Optional.of(new KeptAnswers(beside.toString(), bytes));
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }

  private WholeFile open() throws IOException {
    WholeFile open = file;
    if (open == null) {
      written = complete ? output : beside;
      open = WholeFile.create(written, hadoop);
      file = open;
      waiting.writeTo(open.out());
      waiting.reset();
    }
    return open;
  }
}
