package dev.batchtransform.spark.internal.join;

import dev.batchtransform.spark.internal.record.rowlog.KnownSchema;
import dev.batchtransform.spark.internal.record.rowlog.RowLogReader;
import dev.batchtransform.spark.internal.stage.RawFiles;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The row logs of one run, opened one after the other by one task. Not safe for threads. */
public final class RowLogs {
  private final Configuration hadoop;
  private final @Nullable StructType carried;
  private final KnownSchema known = new KnownSchema();

  /**
   * None is opened yet.
   *
   * @param carried the columns that the ledger says the rows have; null when nobody asks for them
   */
  public RowLogs(Configuration hadoop, @Nullable StructType carried) {
    this.hadoop = hadoop;
    this.carried = carried;
  }

  RowLogReader open(Path rowLog) throws IOException {
    InputStream in = RawFiles.open(rowLog, hadoop);
    try {
      RowLogReader reader = new RowLogReader(in, known);
      if (carried != null) {
        reader.expect(carried);
      }
      return reader;
    } catch (IOException | RuntimeException failure) {
      in.close();
      throw unreadable(rowLog, failure);
    }
  }

  static IOException unreadable(Path rowLog, Exception failure) {
    return new IOException(rowLog + ": " + failure.getMessage(), failure);
  }
}
