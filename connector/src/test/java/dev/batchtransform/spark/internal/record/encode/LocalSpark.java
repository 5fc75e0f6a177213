package dev.batchtransform.spark.internal.record.encode;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;

/** The Spark whose {@code to_json} and {@code from_json} the tests compare with. */
public final class LocalSpark {

  private LocalSpark() {}

  /** A session of its own, so that its settings touch no other test's. */
  public static SparkSession session() {
    return Holder.SESSION;
  }

  public static Dataset<Row> dataFrame(StructType schema, List<Row> rows) {
    return session().createDataFrame(rows, schema);
  }

  /** The rows as a task sees them. */
  public static List<UnsafeRow> unsafeRows(Dataset<Row> rows) {
    return Arrays.stream(rows.queryExecution().executedPlan().executeCollect())
        .map(row -> ((UnsafeRow) row).copy())
        .toList();
  }

  private static final class Holder {

    private static final SparkSession SESSION = create();

    private static SparkSession create() {
      SparkSession session =
          SparkSession.builder()
              .master("local[1]")
              .config("spark.ui.enabled", "false")
              .getOrCreate()
              .newSession();
      session.conf().set("spark.sql.session.timeZone", "UTC");
      // Each generated schema would cost more to compile than its few rows to interpret.
      session.conf().set("spark.sql.codegen.wholeStage", "false");
      session.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
      return session;
    }
  }
}
