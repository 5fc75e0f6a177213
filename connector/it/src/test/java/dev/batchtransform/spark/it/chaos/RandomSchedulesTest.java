package dev.batchtransform.spark.it.chaos;

import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * No row is lost and no job is paid twice, whatever strikes when. {@code ./run-chaos} runs as many
 * schedules of each kind as asked; the build runs the first few of each.
 */
@ExtendWith(SandboxExtension.class)
@Timeout(value = 2, unit = TimeUnit.DAYS)
class RandomSchedulesTest {
  private static final Logger REPORT =
      LoggerFactory.getLogger("dev.batchtransform.spark.it.report");
  private static final long FIRST = Long.getLong("chaos.first", 1);
  private static final long SEEDS = Long.getLong("chaos.seeds", 50);
  private static final long MIXED_SEEDS = Long.getLong("chaos.seeds", 16);
  private static final long CONTESTED_SEEDS = Long.getLong("chaos.seeds", 4);
  private static final long REPORT_EVERY = 100;

  /** Storage failures that the local executor took for the model's. */
  private static final List<Long> ONCE_BROKEN = List.of(1518L, 5666L);

  private final Sandbox sandbox;

  @TempDir Path folder = Path.of("");

  RandomSchedulesTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Test
  void thePromiseHoldsWhateverStrikesWhen() throws IOException {
    try (ChaosEnvironment environment = new ChaosEnvironment(sandbox, folder)) {
      for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
        play(environment, Schedule.draw(seed));
        reportNow("random", seed, SEEDS);
      }
    }
  }

  @Test
  void whatOnceBrokeThePromiseDoesNotBreakItAgain() throws IOException {
    try (ChaosEnvironment environment = new ChaosEnvironment(sandbox, folder)) {
      for (long seed : ONCE_BROKEN) {
        play(environment, Schedule.draw(seed, Route.SERVER));
      }
    }
  }

  @Test
  void thePromiseHoldsWhateverEachRecordIsAnswered() throws IOException {
    try (ChaosEnvironment environment = new ChaosEnvironment(sandbox, folder)) {
      for (long seed = FIRST; seed < FIRST + MIXED_SEEDS; seed++) {
        MixedSchedule schedule = MixedSchedule.draw(seed);
        play(environment, seed, schedule, new MixedChaosRun(environment, schedule)::play);
        reportNow("mixed", seed, MIXED_SEEDS);
      }
    }
  }

  @Test
  void thePromiseHoldsWhenTwoDriversWantTheSameRun() {
    try (ContestedChaosRun run = new ContestedChaosRun(sandbox)) {
      for (long seed = FIRST; seed < FIRST + CONTESTED_SEEDS; seed++) {
        ContestedSchedule schedule = ContestedSchedule.draw(seed);
        play(seed, schedule, () -> run.play(schedule));
        reportNow("contested", seed, CONTESTED_SEEDS);
      }
    }
  }

  private static void play(ChaosEnvironment environment, Schedule schedule) throws IOException {
    play(environment, schedule.seed(), schedule, new ChaosRun(environment, schedule)::play);
  }

  private static void reportNow(String kind, long seed, long seeds) {
    long played = seed - FIRST + 1;
    if (played % REPORT_EVERY == 0 || played == seeds) {
      REPORT.info("{} {} schedules, seeds {} to {}: all hold", played, kind, FIRST, seed);
    }
  }

  private static void play(ChaosEnvironment environment, long seed, Record schedule, Runnable run)
      throws IOException {
    play(seed, schedule, run);
    delete(environment.folder(seed));
  }

  private static void play(long seed, Record schedule, Runnable run) {
    try {
      run.run();
    } catch (Exception | AssertionError failure) {
      throw new AssertionError(
          "The promise is broken. Repeat it with ./run-chaos --seed "
              + seed
              + System.lineSeparator()
              + schedule,
          failure);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
