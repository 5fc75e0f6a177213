package dev.batchtransform.spark.internal.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.join.AnswerPlan;
import dev.batchtransform.spark.internal.join.AnswerStream;
import dev.batchtransform.spark.internal.join.FileToRead;
import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.FileOutcome.Range;
import dev.batchtransform.spark.internal.ledger.FileOutcome.Scored;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.record.answer.AnswerContract;
import dev.batchtransform.spark.internal.record.answer.AnswerFormat;
import dev.batchtransform.spark.internal.record.answer.Framing;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;

/** Answers that failed are cut out of their file, and the others are found where they were. */
class FailedAnswersTest {

  private static final Configuration HADOOP = new Configuration();

  private final Path folder = newFolder();
  private final RunLayout layout = new RunLayout(folder.toUri());

  @Test
  void neighboursThatFailedAreSentAgainTogetherAndNobodyElse() throws Exception {
    FailedAnswers.Order order = file(List.of(false, true, true, false, false, true), 0, 10);

    List<LedgerFile> parts = cut(order, false);

    Scored scored = order.scored();
    assertThat(parts)
        .extracting(LedgerFile::outcome)
        .satisfiesExactly(
            first -> assertPending(first),
            good -> assertThat(good).isEqualTo(scored.within(new Range(1, 6), 2, 0, 1, 2)),
            second -> assertPending(second),
            last -> assertThat(last).isEqualTo(scored.within(new Range(5, 6), 1, 0, 5, 1)));
    assertThat(inputs()).containsExactlyInAnyOrder("f.jsonl", "f-r0-1.jsonl", "f-r3-2.jsonl");
    assertThat(Files.readString(folder.resolve("input/f-r3-2.jsonl"))).isEqualTo("3\n4\n");
  }

  @Test
  void aFileOfFailedAnswersAloneIsSentAgainAsItIs() throws Exception {
    List<LedgerFile> parts = cut(file(List.of(false, false), 0, 10), false);

    assertThat(parts).singleElement().extracting(part -> part.staged().name()).isEqualTo("f");
    assertPending(parts.get(0).outcome());
    assertThat(inputs()).containsExactly("f.jsonl");
  }

  @Test
  void aMissingAnswerOfAPartIsFoundByTheRowsOfTheWholeFile() throws Exception {
    StagedFile file = stage(3);
    Files.writeString(
        folder.resolve("f.out"),
        "{\"row\":\"10\",\"SageMakerOutput\":10}{\"row\":\"12\",\"SageMakerOutput\":12}");
    Scored scored = new Scored(0, output(), 0, Framing.VALUES, 2, 0, 1, null, null);

    List<LedgerFile> parts = cut(new FailedAnswers.Order(file, scored, 10, 10), true);

    assertThat(parts)
        .extracting(LedgerFile::outcome)
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo(scored.within(new Range(0, 2), 1, 0, 0, 1)),
            missing -> assertPending(missing),
            last -> assertThat(last).isEqualTo(scored.within(new Range(1, 2), 1, 0, 2, 1)));
  }

  /** What happened to a record. */
  enum Outcome {
    ANSWERED,
    ANSWERED_BADLY,
    REFUSED
  }

  @Property(tries = 200)
  void everyRecordKeepsItsAnswerOrIsSentAgain(
      @ForAll @Size(min = 1, max = 30) List<Outcome> outcomes,
      @ForAll @IntRange(min = 1, max = 4) int mostAgain)
      throws Exception {
    FailedAnswers.Order order = fileOf(outcomes, 0, mostAgain);

    LedgerFile whole = new LedgerFile(order.leaf(), new FileOutcome.Split(cut(order, false)));

    assertThat(whole.pending().count()).isLessThanOrEqualTo(mostAgain);
    assertThat(whole.inputs())
        .allSatisfy(
            input -> assertThat(folder.resolve("input").resolve(input.inputName())).exists());
    assertAnswers(whole, outcomes, 0);
    LedgerFile last = whole.leaves().toList().get((int) whole.leaves().count() - 1);
    if (last.outcome() instanceof Scored scored && last.failedRecords() > 0) {
      long first = outcomes.size() - last.staged().records();
      FailedAnswers.Order rest = new FailedAnswers.Order(last.staged(), scored, first, mostAgain);
      assertAnswers(
          new LedgerFile(last.staged(), new FileOutcome.Split(cut(rest, false))),
          outcomes.subList((int) first, outcomes.size()),
          first);
    }
  }

  private void assertAnswers(LedgerFile file, List<Outcome> outcomes, long first)
      throws IOException {
    assertThat(file.failedRecords())
        .isEqualTo(outcomes.stream().filter(outcome -> outcome != Outcome.ANSWERED).count());
    try (AnswerStream answers = new AnswerStream(FileToRead.of(file), first, plan(false), HADOOP)) {
      for (int record = 0; record < outcomes.size(); record++) {
        answers.next();
        boolean good = outcomes.get(record) == Outcome.ANSWERED;
        assertThat(answers.value()).isEqualTo(good ? (Object) (first + record) : null);
        assertThat(answers.code() == null).isEqualTo(good);
      }
      answers.finish();
    }
  }

  private FailedAnswers.Order file(List<Boolean> good, long firstRecord, int mostAgain)
      throws IOException {
    return fileOf(
        good.stream().map(each -> each ? Outcome.ANSWERED : Outcome.ANSWERED_BADLY).toList(),
        firstRecord,
        mostAgain);
  }

  private FailedAnswers.Order fileOf(List<Outcome> outcomes, long firstRecord, int mostAgain)
      throws IOException {
    StringBuilder answers = new StringBuilder();
    List<Long> refused = new ArrayList<>();
    long bad = 0;
    for (int record = 0; record < outcomes.size(); record++) {
      switch (outcomes.get(record)) {
        case ANSWERED -> answers.append(record).append('\n');
        case ANSWERED_BADLY -> {
          answers.append("\"bad\"\n");
          bad++;
        }
        case REFUSED -> refused.add((long) record);
      }
    }
    StagedFile staged = stage(outcomes.size());
    Files.writeString(folder.resolve("f.out"), answers);
    Scored scored =
        new Scored(
            0,
            output(),
            0,
            Framing.VALUES,
            outcomes.size() - refused.size(),
            bad,
            1,
            null,
            null,
            List.of(new FileOutcome.Refused(ErrorCode.MODEL_ERROR, "refused", refused)));
    return new FailedAnswers.Order(staged, scored, firstRecord, mostAgain);
  }

  private StagedFile stage(int records) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int record = 0; record < records; record++) {
      lines.append(record).append('\n');
    }
    Files.createDirectories(folder.resolve("input"));
    Files.writeString(folder.resolve("input/f.jsonl"), lines);
    return new StagedFile("f", records, records, lines.length(), 0);
  }

  private List<LedgerFile> cut(FailedAnswers.Order order, boolean joined) throws IOException {
    return new FailedAnswers(plan(joined), new SerializableConfiguration(HADOOP))
        .cut(order)
        .parts();
  }

  private AnswerPlan plan(boolean joined) {
    return new AnswerPlan(
        layout,
        DataTypes.LongType,
        new AnswerContract(AnswerFormat.JSON, joined, true, null, null));
  }

  private String output() {
    return folder.resolve("f.out").toUri().toString();
  }

  private List<String> inputs() throws IOException {
    List<String> names = new ArrayList<>();
    try (var files = Files.list(folder.resolve("input"))) {
      files.map(file -> file.getFileName().toString()).forEach(names::add);
    }
    names.removeIf(name -> name.endsWith(".crc"));
    return names;
  }

  private static void assertPending(FileOutcome outcome) {
    assertThat(outcome).isInstanceOf(FileOutcome.Pending.class);
  }

  /** Not a {@code TempDir}: properties have none, and each try of one wants its own. */
  private static Path newFolder() {
    try {
      Path parent = Files.createDirectories(Path.of("target", "failed-answers"));
      return Files.createTempDirectory(parent.toAbsolutePath(), "run-");
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }
}
