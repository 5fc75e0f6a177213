package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.internal.executor.batch.BatchTransformExecutor;
import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.LedgerWave;
import dev.batchtransform.spark.internal.ledger.PermanentFailure;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.options.OnFailure;
import dev.batchtransform.spark.internal.record.answer.UnfilledFields;
import dev.batchtransform.spark.internal.run.wave.WaveTrust;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.text.Plural;
import dev.batchtransform.spark.internal.text.Sentence;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in words how a run ended, for the log and for errors. */
final class RunReport {
  private static final Logger LOG = LoggerFactory.getLogger(RunReport.class);

  private RunReport() {}

  /**
   * Why the run has failed; empty when it has not. Failed rows alone do not make a run fail, since
   * each comes back with its error; it has failed when not one record was answered, or when {@code
   * onFailure=fail} asks for it. Of a run that has no record see {@link #unsendable}.
   */
  static Optional<String> failure(RunLedger run, RunLayout layout, OnFailure onFailure) {
    long sent = run.records();
    long failed = run.files().stream().mapToLong(LedgerFile::failedRecords).sum();
    boolean nothingScored = sent > 0 && failed == sent;
    if (!nothingScored && (onFailure != OnFailure.FAIL || failed == 0)) {
      return Optional.empty();
    }
    return Optional.of(
        "Run '"
            + run.runId()
            + "' has failed: "
            + failed
            + " of "
            + Plural.of(sent, "record")
            + Plural.choose(failed, " has", " have")
            + " no answer."
            + waves(run)
            + probed(run)
            + firstFailure(run)
            + unreadable(run)
            + WaveTrust.mistrust(run)
            + cure(run)
            + " What was staged and answered is kept in "
            + layout
            + "."
            + goingOn(run));
  }

  /**
   * Why a run has failed of which no row was sent.
   *
   * @param reasons some of the rows' own, the first ones
   */
  static String unsendable(RunLedger run, RunLayout layout, List<String> reasons) {
    return "Run '%s' has failed: %s be sent to the model, and nothing was paid. %s Every row is kept with its error in %s. Fix the rows, or the options that make records of them, and run it again with mode 'overwrite' or under another runId."
        .formatted(
            run.runId(),
            Plural.choose(
                run.rows(), "its one row could not", "none of its " + run.rows() + " rows could"),
            String.join(" ", reasons),
            layout);
  }

  private static String unreadable(RunLedger run) {
    return AnswerProblems.of(run)
        .map(problems -> problems.sentence() + problems.freeCure().orElse(""))
        .orElse("");
  }

  private static String goingOn(RunLedger run) {
    return AnswerProblems.of(run).filter(AnswerProblems::areAllThatFailed).isPresent()
        ? " The same records would bring the same answers: once the model or the options are right, run"
            + " it all again with mode 'overwrite' or under another runId."
        : " Fix the cause, then send the failed rows again with"
            + " BatchTransform.attach(...).retryDeadLetters(), or run it all again with mode"
            + " 'overwrite' or under another runId.";
  }

  static String stopped(RunLedger run, RunLayout layout) {
    return "Run '"
        + run.runId()
        + "' was stopped: "
        + Sentence.of(String.valueOf(run.message()))
        + " What is finished is kept in "
        + layout
        + "; the same write with the same runId goes on from there.";
  }

  static String unstaged(RunLedger run, RunLayout layout) {
    return "Cannot go on with run '"
        + run.runId()
        + "' in "
        + layout
        + " because its rows were never staged completely: the driver that staged them is gone, and"
        + " nothing was paid. Write them again with the same runId.";
  }

  static String interrupted(RunLedger run, RunLayout layout) {
    return "Run '"
        + run.runId()
        + "' was interrupted while it was being awaited. "
        + (run.state() == RunState.STOPPED
            ? "It was stopped (stopOnCancel)."
            : "What was started keeps running.")
        + " What is finished is kept in "
        + layout
        + "; the same write with the same runId, or BatchTransform.attach, goes on from there.";
  }

  static String notOver(RunLedger run) {
    return "Cannot send the failed rows of run '"
        + run.runId()
        + "' again because it is still "
        + run.state()
        + ". "
        + (run.state() == RunState.STOPPED
            ? "Resume it first: await it, or repeat the same write with the same runId."
            : "Await it first.");
  }

  /** A line for people when a run ends; a warning when rows have failed or a field is empty. */
  static void log(RunLedger run, RunLayout layout) {
    long failed = run.failedRows();
    String line = "Run {} {}: {} = {} scored + {} failed, {}, {}, {}; in {}";
    Object[] facts = {
      run.runId(),
      run.state(),
      Plural.of(run.rows(), "row"),
      run.rows() - failed,
      failed,
      Plural.of(run.files().size(), "file"),
      Plural.of(run.waves().size(), "wave"),
      Plural.of(run.instanceSeconds(), "instance second"),
      layout
    };
    String unfilled = UnfilledFields.sentence(run.unfilled());
    if (failed > 0 || !unfilled.isEmpty()) {
      LOG.warn(
          line + ".{}{}{}{}{}{}",
          append(
              facts,
              unfilled,
              firstFailure(run),
              unreadable(run),
              WaveTrust.mistrust(run),
              notIsolated(run),
              deadLetters(run, layout)));
    } else {
      LOG.info(line, facts);
    }
  }

  private static Object[] append(Object[] facts, Object... more) {
    return Stream.concat(Arrays.stream(facts), Arrays.stream(more)).toArray();
  }

  private static String deadLetters(RunLedger run, RunLayout layout) {
    return run.deadLetters() == null
        ? ""
        : " The failed rows are in " + layout.deadLetters(run.deadLetters()) + ".";
  }

  private static String waves(RunLedger run) {
    StringBuilder text = new StringBuilder();
    for (LedgerWave wave : run.waves()) {
      if (wave.reason() != null) {
        text.append(" Wave ").append(wave.index()).append(" ended as ").append(wave.state());
        text.append(": ").append(wave.reason());
        String job = wave.jobName();
        if (job != null) {
          text.append(" (transform job '").append(job).append("', ");
          text.append(BatchTransformExecutor.logOf(job)).append(')');
        }
        text.append('.');
      }
    }
    return text.toString();
  }

  private static String cure(RunLedger run) {
    return run.waves().stream()
        .map(RunReport::cure)
        .filter(cure -> !cure.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String cure(LedgerWave wave) {
    return PermanentFailure.in(wave.words()).map(failure -> " " + failure.cure()).orElse("");
  }

  /** Why a run stands still whose account does not allow its wave. */
  static String ofAccount(LedgerWave wave) {
    return "No row was given up. " + wave.reason() + cure(wave);
  }

  /** Of a record that failed alone, if there is one: its words are about itself. */
  private static String firstFailure(RunLedger run) {
    return Failure.in(run)
        .min(Comparator.comparing(failure -> failure.code() == ErrorCode.NOT_ISOLATED))
        .map(Failure::sentence)
        .orElse("");
  }

  private static String notIsolated(RunLedger run) {
    long records = run.notIsolated();
    return records == 0
        ? ""
        : " "
            + records
            + Plural.choose(
                records,
                " of the failed rows is NOT_ISOLATED: it was sent together with a bad record, and"
                    + " nothing shows that it is bad itself. ",
                " of the failed rows are NOT_ISOLATED: they were sent together with a bad record,"
                    + " and nothing shows that they are bad themselves. ")
            + "retryDeadLetters(), or the same write with a larger"
            + " maxAttempts, goes on from there.";
  }

  private static String probed(RunLedger run) {
    if (run.waves().isEmpty() || !run.lastWave().isProbe()) {
      return "";
    }
    return " Because none of its files had an answer, "
        + Plural.of(run.lastWave().records(), "record")
        + Plural.choose(run.lastWave().records(), " was", " were")
        + " sent again first, some of them alone: "
        + (Failure.in(run).anyMatch(failure -> failure.code() == ErrorCode.MISALIGNED)
            ? "none was answered with one answer, so the model does not give one answer per record."
            : "none was answered.");
  }

  /** What records of one place have failed of. */
  private record Failure(String place, ErrorCode code, int attempts, String message) {

    static Stream<Failure> in(RunLedger run) {
      return run.leaves().flatMap(Failure::of);
    }

    private static Stream<Failure> of(LedgerFile leaf) {
      String file = leaf.staged().inputName();
      if (leaf.outcome() instanceof FileOutcome.Failed failed) {
        return Stream.of(new Failure(file, failed.code(), failed.attempts(), failed.message()));
      }
      return leaf.outcome() instanceof FileOutcome.Scored scored
          ? scored.refusals().stream().map(some -> of(file, some, scored.attempts()))
          : Stream.empty();
    }

    private static Failure of(String file, FileOutcome.Refused refused, int attempts) {
      String place = file + " line " + (refused.records().get(0) + 1);
      return new Failure(place, refused.code(), attempts, refused.message());
    }

    String sentence() {
      return Sentence.of(
          " First: %s, %s after %s: %s"
              .formatted(place, code, Plural.of(attempts, "attempt"), message));
    }
  }
}
