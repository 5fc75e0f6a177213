package dev.batchtransform.spark.it.driver;

import dev.batchtransform.spark.internal.fault.FaultPoint;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A write in a driver's process, of rows with the column {@code id}.
 *
 * @param runId the run
 * @param first the first row's id
 * @param point where the driver stands still for ever
 * @param occurrence which time it comes there; 0 for never
 */
public record DriverRun(String runId, long first, FaultPoint point, int occurrence) {

  /** Rows of a run. */
  public static final int ROWS = 30;

  /** A write that stands still nowhere. */
  public static DriverRun plain(String runId, long first) {
    return new DriverRun(runId, first, FaultPoint.READ_FILE, 0);
  }

  /** Its rows, as another driver has them. */
  public Dataset<Row> rows(SparkSession spark) {
    return spark.range(first, first + ROWS, 1, 3).toDF();
  }

  /** Whether a row of that id is its own. */
  public boolean has(long id) {
    return id >= first && id < first + ROWS;
  }

  String text() {
    return first + " " + point + " " + occurrence;
  }

  static DriverRun of(String runId, String text) {
    String[] words = text.split(" ", -1);
    return new DriverRun(
        runId, Long.parseLong(words[0]), FaultPoint.valueOf(words[1]), Integer.parseInt(words[2]));
  }
}
