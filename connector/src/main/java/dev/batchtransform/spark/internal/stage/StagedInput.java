package dev.batchtransform.spark.internal.stage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The file that the model reads, compressed where its name says so. Like its {@link WholeFile}. */
final class StagedInput implements AutoCloseable {
  private final WholeFile file;
  private final OutputStream out;

  private StagedInput(WholeFile file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  static StagedInput create(Path path, Configuration hadoop) throws IOException {
    WholeFile file = WholeFile.create(path, hadoop);
    try {
      boolean gzip = path.getName().endsWith(WholeInput.GZIP);
      return new StagedInput(file, gzip ? new Deflated(file.out()) : file.out());
    } catch (IOException | RuntimeException failure) {
      file.abort();
      throw failure;
    }
  }

  OutputStream out() {
    return out;
  }

  void commit() throws IOException {
    if (out instanceof Deflated deflated) {
      deflated.finish();
      deflated.free();
    }
    file.commit();
  }

  void abort() {
    if (out instanceof Deflated deflated) {
      deflated.free();
    }
    file.abort();
  }

  /** Without {@link #commit()} it aborts. */
  @Override
  public void close() {
    abort();
  }

  /** What is staged is read once and lies near the instances: speed counts for more than size. */
  private static final class Deflated extends GZIPOutputStream {
    private static final int BUFFER = 1 << 16;

    Deflated(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }

    /** Gives back what lies outside the heap; nothing may be written any more. */
    private void free() {
      def.end();
    }
  }
}
