package dev.batchtransform.spark.it.sandbox;

import com.holdenkarau.spark.testing.JavaDataFrameSuiteBase;
import java.time.Duration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The comparisons of spark-testing-base on the session that the tests share; the library would
 * otherwise start a SparkContext of its own, which Spark refuses beside ours. On Spark 3.5 with
 * Scala 2.12 only: a test that is tagged {@code compat} cannot use it.
 */
public final class FrameAssertions {

  private FrameAssertions() {}

  /** Both have the same schema and the same rows in the same order. */
  public static void assertEqual(Dataset<Row> expected, Dataset<Row> actual) {
    Suite suite = new Suite(expected.sparkSession());
    suite.assertDataFrameEquals(expected, actual, suite.assertDataFrameEquals$default$3());
  }

  /** Both have the same schema and the same rows, each as often, in any order. */
  public static void assertEqualInAnyOrder(Dataset<Row> expected, Dataset<Row> actual) {
    new Suite(expected.sparkSession()).assertDataFrameNoOrderEquals(expected, actual);
  }

  /** As {@link #assertEqual}, but floating point numbers may differ by {@code tolerance}. */
  public static void assertApproximatelyEqual(
      Dataset<Row> expected, Dataset<Row> actual, double tolerance) {
    Suite suite = new Suite(expected.sparkSession());
    suite.assertDataFrameApproximateEquals(
        expected,
        actual,
        tolerance,
        Duration.ZERO,
        suite.assertDataFrameApproximateEquals$default$5());
  }

  private static final class Suite extends JavaDataFrameSuiteBase {
    private final SparkSession shared;

    Suite(SparkSession shared) {
      this.shared = shared;
    }

    @Override
    public SparkSession spark() {
      return shared;
    }
  }
}
