package dev.batchtransform.spark.internal.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.internal.options.ExecutorKind;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.record.answer.AnswerShape;
import dev.batchtransform.spark.internal.record.rowlog.RowsHash;
import dev.batchtransform.spark.internal.record.rowlog.StoredTypes;
import dev.batchtransform.spark.internal.record.value.PredictionSchema;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.internal.stage.StagedRows;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of a run: {@code _run.json}, the run's only object that changes, and
 * where it has many files {@link LedgerSlices} beside it. Immutable here; each change is a new
 * ledger.
 *
 * @param format version of this format: 2 where its files lie beside it, else 1
 * @param runId the run's name
 * @param dt the date partition it lies in, {@code yyyy-MM-dd}
 * @param state where it stands
 * @param message why it failed or was stopped
 * @param executor the executor's name, as in the option {@code executor}; {@code auto} until its
 *     rows are staged
 * @param executorReason why it is this one; null where it was given and not chosen
 * @param model SageMaker's model, or the local one
 * @param created when staging began
 * @param finished when the last file was decided
 * @param connectorVersion version of the connector that wrote it
 * @param sparkVersion version of the Spark that staged it
 * @param fingerprint digest of what makes the answers what they are; two writes to one run id must
 *     have the same
 * @param options the options of the write, as given; of the last one that went on with the run when
 *     no wave was open
 * @param schema the input's schema, as Spark's JSON
 * @param predictionType the type of a prediction, as Spark's JSON; null until it is known
 * @param answerShape what the answers look like that the type was inferred from, see {@link
 *     AnswerShape}; null when it was given, and in ledgers of older versions
 * @param inputs what becomes of its staged inputs and manifests; null when they are kept
 * @param waves its waves, in order
 * @param files its staged files, each in the manifest of at least one wave; none where {@code
 *     slices} are
 * @param slices names of what holds its files, in their order, while it is written and read; none
 *     where the files are here
 * @param roundStart index of the first wave of the round that counts against {@code maxAttempts}:
 *     0, or the first wave after the failed rows were last sent again
 * @param deadLetters number in the name of the file with its failed rows; null when none has failed
 *     or it has not ended
 * @param mistrustedSince the first wave whose outputs showed that the model does not keep one
 *     answer per record: in later ones the answers of a file with several records are not trusted;
 *     null while there is no sign of it
 * @param unfilledFields fields of the given type of which no answer has a value; none when that is
 *     not known, null in ledgers of older versions
 */
@RecordBuilder
@RecordBuilder.Options(useImmutableCollections = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunLedger(
    int format,
    String runId,
    String dt,
    RunState state,
    @Nullable String message,
    String executor,
    @Nullable String executorReason,
    @Nullable String model,
    Instant created,
    @Nullable Instant finished,
    String connectorVersion,
    String sparkVersion,
    String fingerprint,
    Map<String, String> options,
    String schema,
    @Nullable String predictionType,
    @Nullable String answerShape,
    @Nullable InputState inputs,
    List<LedgerWave> waves,
    List<LedgerFile> files,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> slices,
    int roundStart,
    @Nullable Integer deadLetters,
    @Nullable Integer mistrustedSince,
    @Nullable List<String> unfilledFields) {

  public RunLedger {
    // Format 1 has no such field.
    slices = Objects.requireNonNullElse(slices, List.of());
  }

  /** The newest format that this version reads. */
  public static final int FORMAT = 2;

  /** The schema of the rows that were staged. */
  public StructType inputSchema() {
    return (StructType) StoredTypes.parse(schema);
  }

  /** The type of a prediction; empty until it is given or inferred. */
  public Optional<DataType> prediction() {
    return Optional.ofNullable(predictionType)
        .map(StoredTypes::parse)
        .map(PredictionSchema::finish);
  }

  /** What the answers look like that the type was inferred from, as far as it was kept. */
  public Optional<AnswerShape> shapeOfAnswers() {
    return Optional.ofNullable(answerShape).map(AnswerShape::fromJson);
  }

  /** Fields of the type that is given which are null in every row, as far as that is known. */
  public List<String> unfilled() {
    return unfilledFields == null ? List.of() : unfilledFields;
  }

  /** Rows that came in. */
  public long rows() {
    return files.stream().mapToLong(file -> file.staged().rows()).sum();
  }

  /** Records that were staged for the model: rows of which none can be made have none. */
  public long records() {
    return files.stream().mapToLong(file -> file.staged().records()).sum();
  }

  /** What its rows are told from others by; empty when it was staged before that was kept. */
  public Optional<RowsHash> rowsHash() {
    RowsHash sum = RowsHash.NONE;
    for (LedgerFile file : files) {
      StagedRows rows = file.staged().rowLog();
      if (rows == null) {
        return Optional.empty();
      }
      sum = sum.plus(rows.hash());
    }
    return Optional.of(sum);
  }

  /** Rows that have no prediction but an error, as far as it is decided. */
  public long failedRows() {
    return files.stream().mapToLong(LedgerFile::failedRows).sum()
        - (state.isReadable() ? 0 : pendingRecords());
  }

  /** Records that failed together with others and were not narrowed down to single ones. */
  public long notIsolated() {
    return leaves()
        .filter(
            leaf ->
                leaf.outcome() instanceof FileOutcome.Failed failed
                    && failed.code() == ErrorCode.NOT_ISOLATED)
        .mapToLong(leaf -> leaf.staged().records())
        .sum();
  }

  private long pendingRecords() {
    return pending().stream().mapToLong(StagedFile::records).sum();
  }

  /** Bytes that were staged for the model. */
  public long bytes() {
    return files.stream().mapToLong(file -> file.staged().bytes()).sum();
  }

  /** Seconds times instances that are paid for. */
  public long instanceSeconds() {
    return waves.stream().mapToLong(LedgerWave::instanceSeconds).sum();
  }

  /** Names of all files that were staged and committed, and of those they were cut into. */
  public Set<String> stagedNames() {
    return files.stream()
        .flatMap(LedgerFile::all)
        .map(file -> file.staged().name())
        .collect(Collectors.toSet());
  }

  /** Files that have something to send and are not decided. */
  public List<StagedFile> pending() {
    return files.stream().flatMap(LedgerFile::pending).toList();
  }

  /** What the next wave sends, or the open one: all that is pending, unless it probes. */
  public List<StagedFile> sending() {
    return files.stream().flatMap(LedgerFile::sending).toList();
  }

  /** Whether the next wave only probes: what else is pending waits for what it tells. */
  public boolean probesNext() {
    return files.stream()
        .flatMap(LedgerFile::leaves)
        .anyMatch(leaf -> leaf.isPending() && !leaf.isSent());
  }

  /** The wave that was planned or started and has not ended. */
  public Optional<LedgerWave> openWave() {
    return waves.isEmpty() || lastWave().state() != null
        ? Optional.empty()
        : Optional.of(lastWave());
  }

  /**
   * Refuses to go on with the run when what it would send is gone.
   *
   * @throws TransformRunException when its staged inputs were deleted
   */
  public void requireInputs() {
    if (inputs != null) {
      throw new TransformRunException(
          "Cannot send records of run '"
              + runId
              + "' again because its staged input was deleted when it had completed (cleanup=input)."
              + " Score those rows in a run of their own, under another runId; the table dead_letters"
              + " has their records.");
    }
  }

  public LedgerWave lastWave() {
    return waves.get(waves.size() - 1);
  }

  /**
   * Waves that count against {@code maxAttempts}: neither those that the service failed, nor those
   * that only probed.
   */
  public int attempts() {
    return Math.toIntExact(
        wavesOfRound().filter(wave -> !wave.isProbe() && WaveEnding.of(wave).isAttempt()).count());
  }

  /** Whether the last wave has brought any answer. */
  public boolean scoredInLastWave() {
    int last = lastWave().index();
    return leaves()
        .anyMatch(
            leaf -> leaf.outcome() instanceof FileOutcome.Scored scored && scored.wave() == last);
  }

  /** The waves of the current round. */
  public Stream<LedgerWave> wavesOfRound() {
    return waves.stream().skip(roundStart);
  }

  public RunLedger staged(List<StagedFile> committed) {
    List<LedgerFile> all =
        committed.stream().map(file -> new LedgerFile(file, FileOutcome.Pending.NEW)).toList();
    return RunLedgerBuilder.builder(this).state(RunState.STAGED).files(all).build();
  }

  /**
   * The run with the executor that was chosen for what is staged. From now on its options name that
   * one.
   */
  public RunLedger choosing(ExecutorKind kind, String reason, @Nullable String itsModel) {
    Map<String, String> now = new HashMap<>(options);
    now.put(OptionTable.EXECUTOR.name(), kind.text());
    return RunLedgerBuilder.builder(this)
        .executor(kind.text())
        .executorReason(reason)
        .model(itsModel)
        .options(now)
        .build();
  }

  /**
   * A write's options as they are for this run: what it leaves open was decided when the run was
   * staged.
   */
  public TransformOptions decided(TransformOptions ofWrite) {
    return executorReason != null && ofWrite.get(OptionTable.EXECUTOR) == ExecutorKind.AUTO
        ? ofWrite.with(OptionTable.EXECUTOR.name(), executor)
        : ofWrite;
  }

  /** Who runs its waves, unless a wave says otherwise. */
  public ExecutorKind kind() {
    return kindOf(executor);
  }

  /** Who runs this wave of it. */
  public ExecutorKind kindOf(LedgerWave wave) {
    return wave.executor() == null ? kind() : kindOf(wave.executor());
  }

  private ExecutorKind kindOf(String name) {
    return ExecutorKind.named(name)
        .orElseThrow(
            () ->
                new TransformRunException(
                    "Cannot work on run '%s' because this version has no executor '%s'. Use a newer version of the connector."
                        .formatted(runId, name)));
  }

  public RunLedger withOptions(Map<String, String> ofThisWrite) {
    return RunLedgerBuilder.builder(this).options(ofThisWrite).build();
  }

  public RunLedger withNewWave(LedgerWave wave) {
    List<LedgerWave> all = new ArrayList<>(waves);
    all.add(wave);
    return RunLedgerBuilder.builder(running()).waves(all).build();
  }

  public RunLedger running() {
    return RunLedgerBuilder.builder(this)
        .state(RunState.RUNNING)
        .message(null)
        .finished(null)
        .build();
  }

  /**
   * The run as it was before a wave was planned of which it is certain that it was never started.
   */
  public RunLedger withoutUnstartedWave() {
    return openWave().filter(wave -> wave.submitted() == null).isPresent()
        ? RunLedgerBuilder.builder(this).waves(waves.subList(0, waves.size() - 1)).build()
        : this;
  }

  public RunLedger withLastWave(LedgerWave wave) {
    List<LedgerWave> all = new ArrayList<>(waves.subList(0, waves.size() - 1));
    all.add(wave);
    return RunLedgerBuilder.builder(this).waves(all).build();
  }

  /** The run as it is written, its files beside it. */
  RunLedger inSlices(List<String> names) {
    return RunLedgerBuilder.builder(this).format(FORMAT).files(List.of()).slices(names).build();
  }

  /** The run as it is written, its files in it. */
  RunLedger inOne() {
    return RunLedgerBuilder.builder(this).format(1).build();
  }

  /** The run as it was, when its files have been read. */
  RunLedger joined(List<LedgerFile> all) {
    return RunLedgerBuilder.builder(this).files(all).slices(List.of()).build();
  }

  public RunLedger withFiles(List<LedgerFile> decided) {
    return RunLedgerBuilder.builder(this).files(decided).build();
  }

  public RunLedger withAnswerShape(AnswerShape shape) {
    return RunLedgerBuilder.builder(this).answerShape(shape.toJson()).build();
  }

  /** Changes each file, or smallest part of one, that is not decided. */
  public RunLedger mapPending(UnaryOperator<LedgerFile> change) {
    return mapLeaves(leaf -> leaf.isPending() ? change.apply(leaf) : leaf);
  }

  /** Changes each file, or smallest part of one. */
  public RunLedger mapLeaves(UnaryOperator<LedgerFile> change) {
    return withFiles(files.stream().map(file -> file.mapLeaves(change)).toList());
  }

  /** The smallest files that the run's files were cut into. */
  public Stream<LedgerFile> leaves() {
    return files.stream().flatMap(LedgerFile::leaves);
  }

  public RunLedger withPrediction(DataType type) {
    return RunLedgerBuilder.builder(this).predictionType(type.json()).build();
  }

  /** Sends what is pending in these files again, with a fresh allowance of waves. */
  public RunLedger withNewRound(List<LedgerFile> pendingAgain) {
    return RunLedgerBuilder.builder(this)
        .state(RunState.RUNNING)
        .message(null)
        .finished(null)
        .files(pendingAgain)
        .roundStart(waves.size())
        .deadLetters(null)
        .build();
  }

  public RunLedger withDeadLetters(@Nullable Integer number) {
    return RunLedgerBuilder.builder(this).deadLetters(number).build();
  }

  /**
   * The run, of which is known from that wave on that its model does not keep one answer per
   * record.
   */
  public RunLedger withMistrust(int wave) {
    return RunLedgerBuilder.builder(this).mistrustedSince(wave).build();
  }

  /** The run, of which is known which fields of its given type are null in every row. */
  public RunLedger withUnfilledFields(List<String> names) {
    return RunLedgerBuilder.builder(this).unfilledFields(names).build();
  }

  public RunLedger withInputs(InputState state) {
    return RunLedgerBuilder.builder(this).inputs(state).build();
  }

  public RunLedger ended(RunState end, @Nullable String why, Instant at) {
    return RunLedgerBuilder.builder(this).state(end).message(why).finished(at).build();
  }
}
