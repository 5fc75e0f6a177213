package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.FileOutcome.Scored;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.record.answer.AnswerShape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides the type of a run's predictions after each wave, and counts the answers that are not of
 * it: also those of earlier waves when the type is another one now, so that the ledger always says
 * of each file what a read says.
 */
final class ResultTyping {
  private static final Logger LOG = LoggerFactory.getLogger(ResultTyping.class);

  private final OutputSurveyor surveyor;
  private final @Nullable DataType given;

  /**
   * Decides it.
   *
   * @param given the type that each answer must have; null to infer it
   */
  ResultTyping(OutputSurveyor surveyor, @Nullable DataType given) {
    this.surveyor = surveyor;
    this.given = given;
  }

  /**
   * The run with its type.
   *
   * @param run the last wave is settled, its answers counted as the survey could
   * @param survey what its answers look like
   */
  RunLedger typed(RunLedger run, OutputSurveyor.Survey survey) {
    if (given != null) {
      boolean isNew = !run.prediction().equals(Optional.of(given));
      RunLedger told = run.withUnfilledFields(unfilled(run, isNew, survey.unfilled()));
      return isNew
          ? counted(told.withPrediction(given), scored -> scored.wave() != last(run))
          : told;
    }
    AnswerShape before = known(run);
    AnswerShape all = new AnswerShape();
    all.add(before);
    survey.shape().ifPresent(all::add);
    DataType type = all.type();
    boolean isNew = !run.prediction().equals(Optional.of(type));
    warnOfNames(run, before, all);
    RunLedger typed = run.withPrediction(type).withAnswerShape(all);
    return all.isUniform() && before.isUniform()
        ? typed
        : counted(typed, scored -> isNew || scored.wave() == last(run));
  }

  /** None where earlier waves have answers of which it is not known. */
  private static List<String> unfilled(RunLedger run, boolean isNew, Optional<List<String>> found) {
    if (isOnlyWaveWithAnswers(run)) {
      return found.orElse(List.of());
    }
    List<String> before = isNew ? List.of() : run.unfilled();
    return found.map(now -> before.stream().filter(now::contains).toList()).orElse(before);
  }

  private static boolean isOnlyWaveWithAnswers(RunLedger run) {
    return run.leaves()
        .allMatch(leaf -> !(leaf.outcome() instanceof Scored scored) || scored.wave() == last(run));
  }

  /** Older ledgers have the type alone. */
  private static AnswerShape known(RunLedger run) {
    return run.shapeOfAnswers()
        .or(() -> run.prediction().map(type -> AnswerShape.of(type, answers(run))))
        .orElseGet(AnswerShape::new);
  }

  private static long answers(RunLedger run) {
    long before =
        run.files().stream()
            .flatMap(LedgerFile::leaves)
            .map(LedgerFile::outcome)
            .filter(outcome -> outcome instanceof Scored scored && scored.wave() != last(run))
            .mapToLong(outcome -> ((Scored) outcome).answers())
            .sum();
    return Math.max(1, before);
  }

  private static int last(RunLedger run) {
    return run.lastWave().index();
  }

  private RunLedger counted(RunLedger run, Predicate<Scored> which) {
    DataType type = run.prediction().orElseThrow();
    List<LedgerFile> again =
        run.files().stream()
            .flatMap(LedgerFile::leaves)
            .filter(leaf -> leaf.outcome() instanceof Scored scored && which.test(scored))
            .toList();
    Map<String, UnreadableAnswers.Count> unreadable = surveyor.unreadable(again, type);
    return run.withFiles(run.files().stream().map(file -> counted(file, unreadable)).toList());
  }

  private static LedgerFile counted(
      LedgerFile file, Map<String, UnreadableAnswers.Count> unreadable) {
    if (file.outcome() instanceof FileOutcome.Split split) {
      List<LedgerFile> parts =
          split.parts().stream().map(part -> counted(part, unreadable)).toList();
      return file.with(new FileOutcome.Split(parts));
    }
    UnreadableAnswers.Count count = unreadable.get(file.staged().name());
    return file.outcome() instanceof Scored scored && count != null
        ? file.with(scored.withUnparseable(count.answers(), count.problem()))
        : file;
  }

  private static void warnOfNames(RunLedger run, AnswerShape before, AnswerShape all) {
    if (all.hasNamesThatAreData() && !before.hasNamesThatAreData()) {
      LOG.warn(
          "The answers of run {} have so many field names that they are treated as data: such"
              + " objects are maps in the result, or text where even a map does not fit. To choose"
              + " the type yourself, set option 'resultSchema' when writing or reading.",
          run.runId());
    }
  }
}
