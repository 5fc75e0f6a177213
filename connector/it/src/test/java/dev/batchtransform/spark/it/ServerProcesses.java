package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;

/** The processes that a run has started as its model's servers, told by a mark in their command. */
public final class ServerProcesses {
  /** What the commands of {@code ServerProcessesTest} have in common; another for each JVM. */
  static final String MARK = "servers-" + UUID.randomUUID() + "-";

  /** Servers have their minute of being idle while other classes are tested. */
  static final int BEFORE_ALL_OTHERS = 1;

  static final int AFTER_ALL_OTHERS = Integer.MAX_VALUE;

  private ServerProcesses() {}

  /** How many there are, shells that watch them included. */
  public static long count(String mark) {
    return ProcessHandle.allProcesses()
        .filter(
            process -> process.info().commandLine().filter(line -> line.contains(mark)).isPresent())
        .count();
  }

  /** Waits until there is one at least. */
  public static void awaitSome(String mark) {
    await().atMost(Duration.ofMinutes(5)).until(() -> count(mark) > 0);
  }

  /** Waits until there is none. An executor that goes on keeps an idle one for a minute. */
  public static void awaitNone(String mark) {
    await()
        .atMost(Duration.ofMinutes(5))
        .untilAsserted(() -> assertThat(count(mark)).as(mark).isZero());
  }
}
