package dev.batchtransform.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ServerProcessTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void theLastLinesOfAProcessThatHasEndedAreWaitedFor() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    List<String> lines = new CopyOnWriteArrayList<>();
    try (ServerProcess process =
        ServerProcess.start(
            "echo first; echo last; exit 3",
            Map.of(),
            line -> {
              awaitUnchecked(ended);
              lines.add(line);
            })) {
      await().atMost(LONG).until(() -> !process.isAlive());
      ended.countDown();

      process.awaitLastLines();

      assertThat(process.exitCode()).isEqualTo(3);
      assertThat(lines).containsExactly("first", "last");
    }
  }

  @Test
  void whatACommandLeavesBehindEndsWithIt() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    try (ServerProcess process =
        ServerProcess.start("sleep 1000 & echo $!", Map.of(), lines::add)) {
      await().atMost(LONG).until(() -> !process.isAlive());
      process.awaitLastLines();
    }

    long child = Long.parseLong(lines.get(0));
    await()
        .atMost(LONG)
        .until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
    }
  }
}
