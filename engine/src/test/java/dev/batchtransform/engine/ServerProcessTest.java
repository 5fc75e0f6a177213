package dev.batchtransform.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

  /** The shells are anywhere between their start and the command's. */
  @Test
  void nothingIsLeftOfAServerThatIsClosedWhileItStarts() throws Exception {
    String mark = "closed-while-it-starts-" + UUID.randomUUID();
    for (int spins = 0; spins < 100; spins++) {
      ServerProcess process =
          ServerProcess.start("exec tail -f /dev/null " + mark, Map.of(), line -> {});
      long until = System.nanoTime() + spins * 60_000L;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      process.close();
    }

    await().atMost(LONG).untilAsserted(() -> assertThat(count(mark)).isZero());
  }

  private static long count(String mark) {
    return ProcessHandle.allProcesses()
        .filter(
            process -> process.info().commandLine().filter(line -> line.contains(mark)).isPresent())
        .count();
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
    }
  }
}
