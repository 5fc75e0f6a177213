package dev.batchtransform.spark.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.batchtransform.spark.internal.ledger.FileOutcome.Range;
import dev.batchtransform.spark.internal.ledger.FileOutcome.Scored;
import dev.batchtransform.spark.internal.ledger.FileOutcome.Split;
import dev.batchtransform.spark.internal.options.ExecutorKind;
import dev.batchtransform.spark.internal.record.answer.Framing;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ledger leads nobody out of the folder it lies in. */
class OwnLedgerTest {

  private static final RunLedger RUN = Runs.afterWaves();
  private static final Path FOLDER =
      new Path("s3a://bucket/scoring/dt=" + RUN.dt() + "/run_id=" + RUN.runId());
  private static final String OUTPUTS = FOLDER + "/output/";

  @Test
  void outputsInItsOwnFolderStayAsTheyAre() throws IOException {
    RunLedger run =
        Runs.with(
            RUN,
            scored("part-0", OUTPUTS + "0/part-0.jsonl.out"),
            split("part-1", scored("part-1-r0-2", OUTPUTS + "12/part-1-r0-2.jsonl.out")),
            Runs.pending("part-2", 3, ErrorCode.MODEL_ERROR));

    assertThat(OwnLedger.in(FOLDER, run)).isSameAs(run);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket/scoring/dt=2026-11-23/run_id=nightly/output/1/part-0.jsonl.out",
        "s3a://old-bucket/elsewhere/dt=2026-11-23/run_id=nightly/output/1/part-0.jsonl.out",
        "s3a://thief/output/1/part-0.jsonl.out",
        "/output/1/part-0.jsonl.out"
      })
  void outputsAreLookedForWhereTheLedgerLies(String elsewhere) throws IOException {
    RunLedger run = Runs.with(RUN, split("part-1", scored("part-0", elsewhere)));

    assertThat(OwnLedger.in(FOLDER, run).files())
        .containsExactly(split("part-1", scored("part-0", OUTPUTS + "1/part-0.jsonl.out")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:/etc/passwd",
        "s3a://bucket/scoring/secret.jsonl.out",
        OUT + "1/../../../../secret",
        OUT + "1/..",
        OUT + "1/a/b",
        OUT + "../a",
        OUT + "1/",
        OUT + "one/a",
        OUT + "1/.hidden",
        OUT + "1/a:b",
        OUT + "1/a?b",
        OUT + "1/a\n",
        ""
      })
  void anOutputThatIsNoneOfItsOwnIsRefused(String output) {
    RunLedger run = Runs.with(RUN, split("part-1", scored("part-0", output)));

    assertThatIOException()
        .isThrownBy(() -> OwnLedger.in(FOLDER, run))
        .withMessageContaining("outside of the run's folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://answers/x/output/1/a.out", "s3a://answers/x/output/1/a.out"})
  void theAnswersOfAnAsynchronousEndpointStayWhereItHasPutThem(String output) throws IOException {
    RunLedger run = Runs.with(ofAsyncWaves(), scored("part-0", output));

    assertThat(OwnLedger.in(FOLDER, run).files())
        .containsExactly(scored("part-0", "s3a://answers/x/output/1/a.out"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:/etc/passwd", "/etc/passwd", "hdfs://name/secret"})
  void noAnswerOfAnAsynchronousEndpointLiesOutsideOfS3(String output) {
    RunLedger run = Runs.with(ofAsyncWaves(), scored("part-0", output));

    assertThatIOException()
        .isThrownBy(() -> OwnLedger.in(FOLDER, run))
        .withMessageContaining("outside of S3");
  }

  private static RunLedger ofAsyncWaves() {
    RunLedger run = RUN;
    for (int wave = 0; wave < 2; wave++) {
      run = run.withNewWave(Runs.open(wave).by(ExecutorKind.ASYNC));
    }
    return run;
  }

  private static final String OUT = "s3a://bucket/scoring/dt=2026-11-23/run_id=nightly/output/";

  @ParameterizedTest
  @ValueSource(strings = {"../part-0", "a/b", "..", ".", "", "a:b", "/etc/passwd", "a\0", "a b"})
  void aFileWhoseNameIsAWayIsRefused(String name) {
    RunLedger run = Runs.with(RUN, split("part-1", Runs.pending(name, 1, ErrorCode.MODEL_ERROR)));

    assertThatIOException().isThrownBy(() -> OwnLedger.in(FOLDER, run));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3a://bucket/scoring/dt=2026-11-23/run_id=another",
        "s3a://bucket/scoring/dt=2026-11-24/run_id=nightly",
        "s3a://bucket/nightly"
      })
  void aLedgerInAnotherRunsFolderIsRefused(String folder) {
    assertThatIOException()
        .isThrownBy(() -> OwnLedger.in(new Path(folder), RUN))
        .withMessageContaining("not the ledger of a run in this folder");
  }

  private static LedgerFile split(String name, LedgerFile part) {
    return new LedgerFile(new StagedFile(name, 2, 2, 20, 0), new Split(List.of(part)));
  }

  private static LedgerFile scored(String name, String output) {
    return new LedgerFile(
        new StagedFile(name, 2, 2, 20, 0),
        new Scored(1, output, 9, Framing.VALUES, 2, 0, 1, new Range(1, 4), null));
  }
}
