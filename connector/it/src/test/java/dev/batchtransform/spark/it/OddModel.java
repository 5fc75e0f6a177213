package dev.batchtransform.spark.it;

import dev.batchtransform.spark.it.sandbox.ModelContainer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A model that answers a record with {@code {"tripled": 3 * id, "name": name}}, unless its column
 * {@code fate} says otherwise. It runs in this process, or as a server of its own.
 */
public final class OddModel {
  /** The model refuses the record. */
  static final String REFUSED = "refused";

  /** The record is too large for it. */
  static final String LARGE = "large";

  /** The answer is no object. */
  static final String GARBAGE = "garbage";

  /** Environment variable: the status with which a server of its own answers everything. */
  static final String BROKEN = "BROKEN";

  /** Environment variable: a server of its own answers no record at all. */
  static final String HANGS = "HANGS";

  private static final Pattern FATE = Pattern.compile("\"fate\":\"(\\w+)\"");
  private static final Pattern NAME =
      Pattern.compile("\"name\":(\"(?:[^\"\\\\]|\\\\.)*\"|null)", Pattern.DOTALL);

  private OddModel() {}

  /** Serves on SageMaker's port until it is ended. */
  public static void main(String[] arguments) {
    ModelContainer container = start(Integer.parseInt(System.getenv("SAGEMAKER_BIND_TO_PORT")));
    Map<String, String> environment = System.getenv();
    if (environment.containsKey(BROKEN)) {
      int status = Integer.parseInt(environment.get(BROKEN));
      container.failWhen(request -> true, status, "it is broken");
    }
    if (environment.containsKey(HANGS)) {
      CountDownLatch never = new CountDownLatch(1);
      container.failWhen(request -> hangs(never), 500, "it is over");
    }
  }

  private static boolean hangs(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  static ModelContainer start() {
    return start(0);
  }

  private static ModelContainer start(int port) {
    return ModelContainer.at(
            port,
            body -> body.lines().map(OddModel::answer).collect(Collectors.joining("\n", "", "\n")))
        .failWhen(request -> holds(request, REFUSED), 400, "missing field 'title'")
        .failWhen(request -> holds(request, LARGE), 413, "too large");
  }

  /**
   * What the option {@code localModel} starts as a server.
   *
   * @param mark in the command line of each process that comes of it
   */
  public static String command(String mark) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes =
        Path.of(OddModel.class.getProtectionDomain().getCodeSource().getLocation().getPath())
            .toString();
    return "exec:exec '%s' -Dmark=%s -XX:TieredStopAtLevel=1 -Xmx64m -cp '%s' %s"
        .formatted(java, mark, classes, OddModel.class.getName());
  }

  private static boolean holds(ModelContainer.Request request, String fate) {
    return request.body().contains("\"fate\":\"" + fate + "\"");
  }

  private static String answer(String record) {
    Matcher fate = FATE.matcher(record);
    if (fate.find() && fate.group(1).equals(GARBAGE)) {
      return "\"no object\"";
    }
    Matcher name = NAME.matcher(record);
    return "{\"tripled\":%d,\"name\":%s}"
        .formatted(3 * Models.id(record), name.find() ? name.group(1) : "null");
  }
}
