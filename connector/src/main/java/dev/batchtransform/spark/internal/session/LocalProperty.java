package dev.batchtransform.spark.internal.session;

import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/** A property of the jobs of this thread, which has another value for a while. */
public final class LocalProperty {
  private static final String DESCRIPTION = "spark.job.description";

  private final SparkContext spark;
  private final String name;
  private final @Nullable String before;

  private LocalProperty(SparkContext spark, String name) {
    this.spark = spark;
    this.name = name;
    this.before = spark.getLocalProperty(name);
  }

  /** Sets a property, until it is restored. */
  public static LocalProperty set(SparkContext spark, String name, String value) {
    LocalProperty property = new LocalProperty(spark, name);
    spark.setLocalProperty(name, value);
    return property;
  }

  /** What Spark's UI calls jobs that are the connector's own. */
  public static LocalProperty description(SparkContext spark, String text) {
    return set(spark, DESCRIPTION, text);
  }

  /** What Spark's UI calls a job of the caller's, who may have described it himself. */
  public static LocalProperty descriptionUnlessGiven(SparkContext spark, String text) {
    String own = spark.getLocalProperty(DESCRIPTION);
    return set(spark, DESCRIPTION, own == null ? text : own);
  }

  /** Gives it the value that it had. */
  public void restore() {
    // A null restores as well as any other value.
    spark.setLocalProperty(name, before);
  }
}
