package dev.batchtransform.spark.internal.source;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.sources.And;
import org.apache.spark.sql.sources.EqualNullSafe;
import org.apache.spark.sql.sources.EqualTo;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.sources.GreaterThan;
import org.apache.spark.sql.sources.GreaterThanOrEqual;
import org.apache.spark.sql.sources.In;
import org.apache.spark.sql.sources.IsNotNull;
import org.apache.spark.sql.sources.IsNull;
import org.apache.spark.sql.sources.LessThan;
import org.apache.spark.sql.sources.LessThanOrEqual;
import org.apache.spark.sql.sources.Not;
import org.apache.spark.sql.sources.Or;
import org.apache.spark.sql.sources.StringContains;
import org.apache.spark.sql.sources.StringEndsWith;
import org.apache.spark.sql.sources.StringStartsWith;

/** Filters over {@code run_id} and {@code dt}, which are the same for all rows of a run. */
final class RunFilter {
  private static final Set<String> COLUMNS = Set.of(SeveralRuns.RUN_ID, SeveralRuns.DT);

  private RunFilter() {}

  /** Whether a filter can be decided for a run as a whole. */
  static boolean isOfRuns(Filter filter) {
    return isKnown(filter) && COLUMNS.containsAll(Arrays.asList(filter.references()));
  }

  private static boolean isKnown(Filter filter) {
    if (filter instanceof And and) {
      return isKnown(and.left()) && isKnown(and.right());
    }
    if (filter instanceof Or or) {
      return isKnown(or.left()) && isKnown(or.right());
    }
    if (filter instanceof Not not) {
      return isKnown(not.child());
    }
    if (filter instanceof In in) {
      // With a null among them NOT IN is neither true nor false.
      return Arrays.stream(in.values()).allMatch(Objects::nonNull);
    }
    return filter instanceof EqualTo
        || filter instanceof EqualNullSafe
        || filter instanceof GreaterThan
        || filter instanceof GreaterThanOrEqual
        || filter instanceof LessThan
        || filter instanceof LessThanOrEqual
        || filter instanceof StringStartsWith
        || filter instanceof StringEndsWith
        || filter instanceof StringContains
        || filter instanceof IsNull
        || filter instanceof IsNotNull;
  }

  /** Whether the rows of a run pass a filter that {@link #isOfRuns} can decide. */
  static boolean keeps(Filter filter, RunSnapshot run) {
    if (filter instanceof And and) {
      return keeps(and.left(), run) && keeps(and.right(), run);
    }
    if (filter instanceof Or or) {
      return keeps(or.left(), run) || keeps(or.right(), run);
    }
    if (filter instanceof Not not) {
      return !keeps(not.child(), run);
    }
    String column = filter.references()[0];
    return keeps(filter, column.equals(SeveralRuns.DT) ? run.run().dt() : run.run().runId());
  }

  /** Names and days are ASCII, so that Java orders them as Spark does. */
  private static boolean keeps(Filter filter, String is) {
    if (filter instanceof EqualTo equal) {
      return is.equals(equal.value());
    }
    if (filter instanceof EqualNullSafe equal) {
      return is.equals(equal.value());
    }
    if (filter instanceof In in) {
      return Arrays.stream(in.values()).anyMatch(value -> Objects.equals(is, value));
    }
    if (filter instanceof GreaterThan than) {
      return is.compareTo((String) than.value()) > 0;
    }
    if (filter instanceof GreaterThanOrEqual than) {
      return is.compareTo((String) than.value()) >= 0;
    }
    if (filter instanceof LessThan than) {
      return is.compareTo((String) than.value()) < 0;
    }
    if (filter instanceof LessThanOrEqual than) {
      return is.compareTo((String) than.value()) <= 0;
    }
    if (filter instanceof StringStartsWith start) {
      return is.startsWith(start.value());
    }
    if (filter instanceof StringEndsWith end) {
      return is.endsWith(end.value());
    }
    if (filter instanceof StringContains part) {
      return is.contains(part.value());
    }
    return filter instanceof IsNotNull;
  }
}
