package dev.batchtransform.spark.internal.executor.async;

import dev.batchtransform.spark.exceptions.StorageException;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.executor.async.AnswerWatch.Answered;
import dev.batchtransform.spark.internal.executor.async.AnswerWatch.Found;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Requests of the wave before, which was stopped while they were out: their answers count for this
 * one, and none of them is sent again while its answer may come.
 *
 * @param answers finds those that have been answered
 */
record Adoption(AnswerWatch answers, AsyncLimits limits) {

  /**
   * The requests for files that have none yet.
   *
   * @param before what is written down of the wave before
   * @param unsent files without a request, by name
   * @param created when the endpoint was created that answers now, as far as that is known
   */
  List<Receipt> of(
      Wave wave, Receipts before, Set<String> unsent, Optional<Instant> created, Instant now)
      throws InterruptedException {
    if (wave.beginsRound() || unsent.isEmpty() || !before.areOfStoppedWave()) {
      return List.of();
    }
    List<Receipt> candidates =
        before.read().values().stream().filter(each -> unsent.contains(each.file())).toList();
    Map<String, Found> found =
        look(candidates).stream()
            .collect(Collectors.toMap(each -> each.receipt().file(), Function.identity()));
    return candidates.stream()
        .filter(
            each ->
                found.containsKey(each.file())
                    ? found.get(each.file()) instanceof Answered
                    : mayCome(each, created, now))
        .toList();
  }

  private boolean mayCome(Receipt receipt, Optional<Instant> created, Instant now) {
    return receipt.failure().isPresent()
        && !limits.isLate(receipt, now)
        && !receipt.isOfAnother(created);
  }

  private List<Found> look(List<Receipt> candidates) throws InterruptedException {
    try {
      return answers.look(candidates);
    } catch (IOException failure) {
      throw new StorageException(
          "Cannot look for the answers to requests that were sent before: %s. Start the run again with the same option 'runId' to go on."
              .formatted(failure.getMessage()),
          failure);
    }
  }
}
