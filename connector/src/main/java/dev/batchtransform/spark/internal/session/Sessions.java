package dev.batchtransform.spark.internal.session;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** What is taken from the session that calls. */
public final class Sessions {
  private Sessions() {}

  /**
   * The Hadoop configuration of the session that runs the query, as {@link #hadoop(SparkSession)}.
   */
  public static Configuration hadoop() {
    return hadoop(SparkSession.active());
  }

  /**
   * A session's Hadoop configuration: the application's, over which stands what {@code
   * spark.conf.set} has set in the session, such as credentials of a notebook. A copy, so that what
   * the session sets later has no effect on it.
   */
  public static Configuration hadoop(SparkSession session) {
    return session.sessionState().newHadoopConf();
  }

  /** The application's context. */
  public static JavaSparkContext context() {
    return context(SparkSession.active());
  }

  /** The context of a session's application. */
  public static JavaSparkContext context(SparkSession session) {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  /** The version of the Spark that runs. */
  public static String sparkVersion() {
    return SparkSession.active().version();
  }

  /** Whether names of columns that differ in their case are different names. */
  public static boolean caseSensitive() {
    return SessionOptions.conf().caseSensitiveAnalysis();
  }

  /** Bytes that a task is to read, as {@code spark.sql.files.maxPartitionBytes}; at least 1. */
  public static long maxPartitionBytes() {
    return Math.max(1, SessionOptions.conf().filesMaxPartitionBytes());
  }

  /**
   * What opening a file costs, in bytes that could be read meanwhile, as {@code
   * spark.sql.files.openCostInBytes}; at least 1.
   */
  public static long openCostBytes() {
    return Math.max(1, SessionOptions.conf().filesOpenCostInBytes());
  }
}
