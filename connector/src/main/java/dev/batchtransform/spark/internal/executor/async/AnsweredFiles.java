package dev.batchtransform.spark.internal.executor.async;

import dev.batchtransform.spark.exceptions.StorageException;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/** What a wave's requests have brought so far, for whoever only looks at the run. */
public final class AnsweredFiles {
  private AnsweredFiles() {}

  /**
   * Names of the wave's files whose answers are there, by what is written down of its requests.
   *
   * @throws StorageException when that, or the answers' folder, cannot be read
   */
  public static Set<String> of(RunLayout layout, int wave, Configuration hadoop) {
    Receipts receipts = new Receipts(layout.requests(wave), hadoop);
    AnswerWatch answers = new AnswerWatch(layout.path(), hadoop, ForkJoinPool.commonPool());
    try {
      return answers.answered(receipts.read().values()).stream()
          .map(Receipt::file)
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException failure) {
      throw new StorageException(
          "Cannot list the answers to the requests of " + layout.requests(wave), failure);
    }
  }
}
