package dev.batchtransform.spark.internal.run.wave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.executor.WaveResult.State;
import dev.batchtransform.spark.internal.ledger.FileOutcome.Scored;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.Runs;
import dev.batchtransform.spark.internal.record.answer.AnswerContract;
import dev.batchtransform.spark.internal.record.answer.AnswerFormat;
import dev.batchtransform.spark.internal.record.answer.AnswerReader;
import dev.batchtransform.spark.internal.record.answer.AnswerShape;
import dev.batchtransform.spark.internal.record.answer.Framing;
import dev.batchtransform.spark.internal.record.value.PredictionSchema;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

class ResultTypingTest {

  private static final Answer VECTOR = new Answer("[0.5]", "array<double>");
  private static final Answer ERROR = new Answer("{\"error\":\"x\"}", "error STRING");

  /** An answer and its type. */
  record Answer(String json, String ddl) {}

  @Property(tries = 300)
  void afterEachWaveTheLedgerCountsTheFailedRowsThatAReadFinds(
      @ForAll("waves") List<List<List<Answer>>> waves) {
    Outputs outputs = new Outputs();
    RunLedger run = Runs.afterWaves();
    for (List<List<Answer>> files : waves) {
      run = wave(run, files, outputs, null);
      for (LedgerFile file : run.files()) {
        assertThat(((Scored) file.outcome()).unparseable())
            .isEqualTo(outputs.problems(file.staged().name(), run.prediction().orElseThrow()));
      }
    }
  }

  @Example
  void aFirstFileOfErrorsDoesNotDecideForAllThatFollow() {
    Outputs outputs = new Outputs();
    RunLedger run = wave(Runs.afterWaves(), List.of(times(5, ERROR)), outputs, null);
    assertThat(run.prediction()).contains(PredictionSchema.fromDdl("error STRING"));
    assertThat(unparseable(run)).containsExactly(0L);

    run = wave(run, List.of(times(100, VECTOR)), outputs, null);

    assertThat(run.prediction()).contains(PredictionSchema.fromDdl("array<double>"));
    assertThat(unparseable(run)).containsExactly(5L, 0L);
  }

  @Example
  void aFieldIsUnfilledThatNoWaveFills() {
    DataType given = PredictionSchema.fromDdl("label STRING, scoer DOUBLE, rare STRING");
    Outputs outputs = new Outputs();
    outputs.unfilled = Optional.of(List.of("scoer", "rare"));
    RunLedger run = wave(Runs.afterWaves(), List.of(times(1, ERROR)), outputs, given);
    assertThat(run.unfilled()).containsExactly("scoer", "rare");

    outputs.unfilled = Optional.empty();
    run = wave(run, List.of(), outputs, given);
    assertThat(run.unfilled()).containsExactly("scoer", "rare");

    outputs.unfilled = Optional.of(List.of("label", "scoer"));
    run = wave(run, List.of(times(1, ERROR)), outputs, given);
    assertThat(run.unfilled()).containsExactly("scoer");
  }

  @Example
  void whatEarlierWavesFillIsNotKnownOfATypeThatIsGivenLater() {
    Outputs outputs = new Outputs();
    RunLedger run = wave(Runs.afterWaves(), List.of(times(1, ERROR)), outputs, null);

    outputs.unfilled = Optional.of(List.of("label"));
    run = wave(run, List.of(times(1, ERROR)), outputs, PredictionSchema.fromDdl("label STRING"));

    assertThat(run.unfilled()).isEmpty();
  }

  @Example
  void aTypeThatIsGivenLaterHoldsForTheWavesBeforeToo() {
    Outputs outputs = new Outputs();
    RunLedger run = wave(Runs.afterWaves(), List.of(times(5, ERROR)), outputs, null);
    run = wave(run, List.of(times(2, VECTOR)), outputs, PredictionSchema.fromDdl("array<float>"));
    assertThat(run.prediction()).contains(PredictionSchema.fromDdl("array<float>"));
    assertThat(unparseable(run).get(0)).isEqualTo(5L);
  }

  @Example
  void aLedgerThatKnowsTheTypeAloneGoesOnWithItsWeight() {
    Outputs outputs = new Outputs();
    RunLedger known = wave(Runs.afterWaves(), List.of(times(50, VECTOR)), outputs, null);
    RunLedger old =
        Runs.with(Runs.afterWaves("older"), known.files().toArray(LedgerFile[]::new))
            .withPrediction(known.prediction().orElseThrow());
    RunLedger run = wave(old, List.of(times(2, ERROR)), outputs, null);
    assertThat(run.prediction()).contains(PredictionSchema.fromDdl("array<double>"));
    assertThat(unparseable(run)).containsExactly(0L, 2L);
  }

  @Example
  void aTypeThatAnOlderVersionLeftUnfinishedIsReadAsText() {
    RunLedger old = Runs.afterWaves().withPrediction(DataTypes.createArrayType(DataTypes.NullType));
    assertThat(old.prediction()).contains(PredictionSchema.fromDdl("array<string>"));
  }

  @Provide
  Arbitrary<List<List<List<Answer>>>> waves() {
    Arbitrary<Answer> answer =
        Arbitraries.frequency(
            Tuple.of(12, VECTOR),
            Tuple.of(1, ERROR),
            Tuple.of(1, new Answer("[1,null]", "array<bigint>")),
            Tuple.of(1, new Answer("\"text\"", "string")),
            Tuple.of(1, new Answer("{\"error\":{\"code\":3}}", "error STRUCT<code: BIGINT>")));
    return answer.list().ofMinSize(1).ofMaxSize(30).list().ofMaxSize(3).list().ofMaxSize(4);
  }

  private static List<Answer> times(int times, Answer answer) {
    return Collections.nCopies(times, answer);
  }

  private static List<Long> unparseable(RunLedger run) {
    return run.files().stream().map(file -> ((Scored) file.outcome()).unparseable()).toList();
  }

  /** The run after one more wave that brought answers to these new files. */
  private static RunLedger wave(
      RunLedger run, List<List<Answer>> files, Outputs outputs, @Nullable DataType given) {
    RunLedger waved = Runs.after(run, OptionalInt.empty(), State.COMPLETED, "done");
    List<LedgerFile> all = new ArrayList<>(run.files());
    AnswerShape shape = new AnswerShape();
    for (List<Answer> answers : files) {
      String name = "part-" + all.size();
      outputs.texts.put(name, String.join("\n", answers.stream().map(Answer::json).toList()));
      for (Answer answer : answers) {
        shape.add(AnswerShape.of(PredictionSchema.fromDdl(answer.ddl()), 1));
      }
      int wave = waved.lastWave().index();
      long count = answers.size();
      long bad = given == null ? 0 : outputs.problems(name, given);
      all.add(
          new LedgerFile(
              new StagedFile(name, count, count, 10 * count, 0),
              new Scored(wave, name, 0, Framing.LINES, count, bad, 1, null, null)));
    }
    return new ResultTyping(outputs, given)
        .typed(
            waved.withFiles(all),
            new OutputSurveyor.Survey(
                Map.of(), given == null ? Optional.of(shape) : Optional.empty(), outputs.unfilled));
  }

  /** Outputs in memory, read as any other. */
  private static final class Outputs implements OutputSurveyor {
    private final Map<String, String> texts = new HashMap<>();
    private Optional<List<String>> unfilled = Optional.empty();

    long problems(String name, DataType type) {
      byte[] text = texts.get(name).getBytes(StandardCharsets.UTF_8);
      long problems = 0;
      try (AnswerReader reader =
          AnswerReader.open(
              new ByteArrayInputStream(text),
              new AnswerContract(AnswerFormat.JSON, false, true, null, null),
              Framing.LINES,
              type)) {
        while (reader.next()) {
          problems += reader.problem() == null ? 0 : 1;
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      return problems;
    }

    @Override
    public Survey survey(List<Output> outputs) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, UnreadableAnswers.Count> unreadable(List<LedgerFile> files, DataType type) {
      Map<String, UnreadableAnswers.Count> numbers = new HashMap<>();
      for (LedgerFile file : files) {
        String name = file.staged().name();
        numbers.put(name, new UnreadableAnswers.Count(name, problems(name, type), "why"));
      }
      return numbers;
    }
  }
}
