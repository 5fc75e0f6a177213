package dev.batchtransform.spark;

import dev.batchtransform.engine.time.DurationText;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * {@link BatchTransform#reap} as a program, for {@code spark-submit --class}, or for {@code java
 * -cp} with Spark on the class path. Ends with 0, with 1 when a job could not be stopped, with 2
 * when its arguments are wrong.
 */
public final class Reaper {
  private static final String USAGE =
      """
      Lists the transform jobs that runs below a staging path have left behind, and stops them.

      Usage: %s --staging-path <uri> [--older-than <duration>] [--stop] [--option <name>=<value>]...

        --staging-path  where the runs lie, as the option stagingPath
        --older-than    age from which a job started with wait=false counts as abandoned, such as
                        90m, 12h or 2d; default 24h. A job whose driver has died counts at once
        --stop          stop the jobs; without it they are only listed
        --help          print this
        --option        region, endpointUrl, roleArn or externalId, to call SageMaker otherwise than
                        the runs did
      """
          .formatted(Reaper.class.getName());

  private static final int FAILED = 1;
  private static final int WRONG_CALL = 2;

  private Reaper() {}

  private record Call(
      String stagingPath, Duration olderThan, boolean stop, Map<String, String> options) {}

  public static void main(String[] arguments) {
    if (List.of(arguments).contains("--help")) {
      System.out.println(USAGE);
      return;
    }
    Call call;
    try {
      call = parse(List.of(arguments));
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage() + System.lineSeparator() + USAGE);
      System.exit(WRONG_CALL);
      return;
    }
    System.exit(reap(call, System.out));
  }

  private static int reap(Call call, PrintStream out) {
    SparkConf conf = new SparkConf().setIfMissing("spark.master", "local[1]");
    SparkSession.Builder builder = SparkSession.builder().appName("reaper").config(conf);
    call.options()
        .forEach((name, value) -> builder.config("spark.datasource.sagemaker." + name, value));
    SparkSession spark = builder.getOrCreate();
    try {
      Reaping reaping = BatchTransform.reap(spark, call.stagingPath(), call.olderThan());
      out.println(reaping);
      if (!call.stop()) {
        return 0;
      }
      ReapResult result = reaping.stop();
      out.println("Stopped " + result.stopped() + ", not stopped " + result.failed());
      return result.failed().isEmpty() ? 0 : FAILED;
    } finally {
      spark.stop();
    }
  }

  private static Call parse(List<String> arguments) {
    @Nullable String stagingPath = null;
    Duration olderThan = Duration.ofHours(24);
    boolean stop = false;
    Map<String, String> options = new HashMap<>();
    ListIterator<String> rest = arguments.listIterator();
    while (rest.hasNext()) {
      String name = rest.next();
      switch (name) {
        case "--staging-path" -> stagingPath = value(name, rest);
        case "--older-than" -> olderThan = DurationText.parse(value(name, rest));
        case "--stop" -> stop = true;
        case "--option" -> put(options, value(name, rest));
        default -> throw new IllegalArgumentException("There is no argument " + name + ".");
      }
    }
    if (stagingPath == null) {
      throw new IllegalArgumentException("The argument --staging-path is missing.");
    }
    return new Call(stagingPath, olderThan, stop, options);
  }

  private static String value(String name, ListIterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException("The argument " + name + " needs a value.");
    }
    return rest.next();
  }

  private static void put(Map<String, String> options, String text) {
    int end = text.indexOf('=');
    if (end < 1) {
      throw new IllegalArgumentException("'" + text + "' is not of the form name=value.");
    }
    options.put(text.substring(0, end), text.substring(end + 1));
  }
}
