package dev.batchtransform.benchmarks;

import dev.batchtransform.benchmarks.report.Report;
import java.io.IOException;

/** A question about speed that can be asked again. */
interface Benchmark {
  /** Its name on the command line. */
  String name();

  /** Rows where the command line names none: enough for rounds of some seconds. */
  long defaultRows();

  /** Rows with {@code --long}. */
  default long longRows() {
    return defaultRows();
  }

  /** Spark's {@code master}. */
  default String master() {
    return "local[*]";
  }

  /**
   * Measures.
   *
   * @throws IllegalStateException when the sides do not do the same work, or rows got lost
   */
  Report run(Workspace workspace, Effort effort) throws IOException;
}
