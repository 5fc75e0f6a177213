package dev.batchtransform.spark.it;

import dev.batchtransform.spark.it.sandbox.ModelContainer;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Models whose answers can be matched to their records. */
public final class Models {
  private static final Pattern ID = Pattern.compile("\"id\":\\s*(\\d+)");

  private Models() {}

  /** Answers {@code {"tripled": 3 * id}}. */
  public static ModelContainer tripling() {
    return ModelContainer.ofRecords(record -> "{\"tripled\":" + 3 * id(record) + "}");
  }

  /** As {@link #tripling}, but answers nothing until the latch is open. */
  public static ModelContainer triplingAfter(CountDownLatch latch) {
    return ModelContainer.ofRecords(
        record -> {
          try {
            latch.await();
          } catch (InterruptedException interrupted) {
            throw new IllegalStateException("Nobody waits for the answer", interrupted);
          }
          return "{\"tripled\":" + 3 * id(record) + "}";
        });
  }

  /** As {@link #tripling}, but refuses the records of these ids with status 400. */
  public static ModelContainer triplingBut(long... refused) {
    return tripling()
        .failWhen(
            request -> Arrays.stream(refused).anyMatch(each -> each == id(request.body())),
            400,
            "missing field 'title'");
  }

  public static long id(String record) {
    Matcher found = ID.matcher(record);
    if (!found.find()) {
      throw new IllegalArgumentException("The record has no id");
    }
    return Long.parseLong(found.group(1));
  }
}
