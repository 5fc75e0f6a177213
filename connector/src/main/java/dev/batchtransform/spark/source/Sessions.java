package dev.batchtransform.spark.source;

import dev.batchtransform.spark.session.SessionOptions;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** What is taken from the session that runs the query. */
final class Sessions {
  private Sessions() {}

  /** The application's Hadoop configuration; read, never written. */
  static Configuration hadoop() {
    return SparkSession.active().sparkContext().hadoopConfiguration();
  }

  static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext());
  }

  static String sparkVersion() {
    return SparkSession.active().version();
  }

  static boolean caseSensitive() {
    return SessionOptions.conf().caseSensitiveAnalysis();
  }
}
