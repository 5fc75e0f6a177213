package dev.batchtransform.spark.internal.session;

import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/** How Spark's UI calls the jobs of this thread. */
public final class JobDescription {
  private static final String PROPERTY = "spark.job.description";

  private JobDescription() {}

  /** Calls them so for as long as the work lasts, in place of what the caller calls his own. */
  public static <T> T inPlaceOf(SparkContext spark, String description, Supplier<T> work) {
    @Nullable String before = spark.getLocalProperty(PROPERTY);
    spark.setLocalProperty(PROPERTY, description);
    try {
      return work.get();
    } finally {
      // A null restores as well as any other value.
      spark.setLocalProperty(PROPERTY, before);
    }
  }

  /** Calls them so where the caller has no words of his own. */
  public static void during(SparkContext spark, String description, Runnable work) {
    @Nullable String own = spark.getLocalProperty(PROPERTY);
    Boolean unused =
        inPlaceOf(
            spark,
            own == null ? description : own,
            () -> {
              work.run();
              return true;
            });
  }
}
