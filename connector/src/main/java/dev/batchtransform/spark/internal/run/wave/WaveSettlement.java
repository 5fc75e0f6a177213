package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a wave's end means for its files. Whatever state the wave ended in, an output that exists is
 * good: SageMaker writes one only when its whole file succeeded. Its answers count once each is
 * known to be that of one record.
 */
public final class WaveSettlement {
  private static final Logger LOG = LoggerFactory.getLogger(WaveSettlement.class);

  private final OutputSurveyor surveyor;
  private final Configuration hadoop;
  private final ResultTyping typing;
  private final Predicate<RunLedger> answersAreProven;

  /**
   * Settles waves.
   *
   * @param predictionType the type that each answer must have; null to infer it
   * @param answersAreProven whether it is known of each answer of the run's last wave whose it is,
   *     by more than a count of the whole file's
   */
  public WaveSettlement(
      OutputSurveyor surveyor,
      Configuration hadoop,
      @Nullable DataType predictionType,
      Predicate<RunLedger> answersAreProven) {
    this.surveyor = surveyor;
    this.hadoop = hadoop;
    this.typing = new ResultTyping(surveyor, predictionType);
    this.answersAreProven = answersAreProven;
  }

  /** The run with the wave ended and each of its files scored, failed or still to be sent. */
  public RunLedger settle(RunLedger run, RunLayout layout, WaveResult result) {
    int wave = run.lastWave().index();
    WaveOutputs outputs = WaveOutputs.of(run, layout, result, hadoop);
    OutputSurveyor.Survey survey = surveyor.survey(outputs.toSurvey());
    Map<String, SurveyedOutput> surveyed =
        answersAreProven.test(run) ? survey.outputs() : WaveTrust.judge(run, survey.outputs());
    RunLedger settled =
        run.withLastWave(run.lastWave().ended(result))
            .mapPending(leaf -> leaf.isSent() ? decide(leaf, wave, result, surveyed) : leaf);
    outputs.discardAllBut(surveyed.values());
    return typing.typed(mistrusting(surveyed, settled), survey);
  }

  private RunLedger mistrusting(Map<String, SurveyedOutput> surveyed, RunLedger run) {
    boolean misaligned = surveyed.values().stream().anyMatch(output -> output.problem() != null);
    if (answersAreProven.test(run) || !misaligned || run.mistrustedSince() != null) {
      return run;
    }
    RunLedger mistrusting = run.withMistrust(run.lastWave().index());
    LOG.warn("Run {}:{}", run.runId(), WaveTrust.mistrust(mistrusting));
    return mistrusting;
  }

  private static LedgerFile decide(
      LedgerFile leaf, int wave, WaveResult result, Map<String, SurveyedOutput> surveyed) {
    int attempts = ((FileOutcome.Pending) leaf.outcome()).attempts() + 1;
    SurveyedOutput output = surveyed.get(leaf.staged().name());
    if (output == null) {
      return leaf.with(unanswered(leaf.staged(), attempts, result));
    }
    if (output.problem() != null) {
      return leaf.with(new FileOutcome.Pending(attempts, ErrorCode.MISALIGNED, output.problem()));
    }
    return leaf.with(
        new FileOutcome.Scored(
            wave,
            output.path(),
            output.bytes(),
            output.framing(),
            output.answers(),
            output.unparseable(),
            attempts,
            null,
            output.flaw(),
            output.answers() == leaf.staged().records() ? null : refused(leaf, result)));
  }

  private static @Nullable List<FileOutcome.Refused> refused(LedgerFile leaf, WaveResult result) {
    FileFailure failure = result.failures().get(leaf.staged().name());
    return failure == null || failure.kept().isEmpty() ? null : RefusedRecords.of(failure);
  }

  private static FileOutcome.Pending unanswered(StagedFile file, int attempts, WaveResult result) {
    FileFailure failure = result.failures().get(file.name());
    if (failure == null) {
      // Whatever ended the wave, nothing says that it was this file.
      String why = result.reason().orElse("The file has no output.");
      return new FileOutcome.Pending(attempts, ErrorCode.NOT_ISOLATED, why);
    }
    return new FileOutcome.Pending(attempts, code(failure), failure.message());
  }

  private static ErrorCode code(FileFailure failure) {
    if (failure.isTooLarge()) {
      return ErrorCode.OVERSIZE;
    }
    return failure.requests().isEmpty()
        ? ErrorCode.MODEL_ERROR
        : RefusedRecords.code(failure.requests().get(0));
  }
}
