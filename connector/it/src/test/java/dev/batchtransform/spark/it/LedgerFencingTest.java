package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.exceptions.ClaimLostException;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.it.sandbox.FaultyS3;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.S3Fault;
import dev.batchtransform.spark.it.sandbox.S3Request.Operation;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Where S3A can write on a condition, a driver that has lost its run in the moment after it looked
 * at its claim cannot write the ledger any more.
 */
@Tag("compat")
@ExtendWith(SandboxExtension.class)
class LedgerFencingTest {
  private static final int ROWS = 30;
  private static final String RUN = "fenced";

  private final Sandbox sandbox;
  private final FaultyS3 s3;
  private final ModelContainer container = Models.tripling();
  private final Map<String, String> options;

  LedgerFencingTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.s3 = sandbox.faultyS3();
    this.options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
    options.put("stagingPath", sandbox.faultyStagingPath());
    options.put("runId", RUN);
  }

  @AfterEach
  void heal() {
    FaultPoint.handle(null);
    s3.clearFaults();
    container.close();
  }

  @Test
  void aWriteThatWasUnderWayWhenTheRunWasTakenOverIsRefused() throws Exception {
    assumeTrue(storeWritesOnCondition(), "this Hadoop's S3A cannot write on a condition");
    holdTheSecondWriteOfTheLedger();
    CompletableFuture<Dataset<Row>> first = CompletableFuture.supplyAsync(this::score);
    s3.awaitHeld();
    forgetClaims();

    assertThat(right(score())).isEqualTo(ids());
    s3.release();

    assertThatThrownBy(first::join).hasStackTraceContaining(ClaimLostException.class.getName());
    assertThat(BatchTransform.attach(sandbox.spark(), path(), RUN).status().state())
        .isEqualTo("COMPLETED");
    assertThat(right(BatchTransform.attach(sandbox.spark(), path(), RUN).result()))
        .isEqualTo(ids());
  }

  /** S3A asks again, and S3 refuses: the ledger has changed, by what was asked first. */
  @Test
  void aWriteOfTheLedgerWhoseAnswerWasLostIsNotTakenForAnothers() {
    s3.fault(S3Fault.loseAnswer(Operation.PUT, 3).of("/_run.json"));

    assertThat(right(score())).isEqualTo(ids());
    assertThat(container.requests()).hasSize(ROWS);
    assertThat(s3.faults()).noneMatch(fault -> fault.count() > 0);
  }

  private void holdTheSecondWriteOfTheLedger() {
    AtomicInteger written = new AtomicInteger();
    FaultPoint.handle(
        point -> {
          if (point == FaultPoint.LEDGER_WRITTEN && written.incrementAndGet() == 1) {
            s3.fault(S3Fault.hold(Operation.PUT, 1).of("/_run.json"));
          }
        });
  }

  /** As another driver does once they are too old. */
  private void forgetClaims() throws IOException {
    Path claims = new Path(path(), "_claims");
    claims.getFileSystem(sandbox.spark().sessionState().newHadoopConf()).delete(claims, true);
  }

  private boolean storeWritesOnCondition() throws IOException {
    Path path = new Path(path());
    FileSystem store = path.getFileSystem(sandbox.spark().sessionState().newHadoopConf());
    return store.hasPathCapability(path, "fs.option.create.conditional.overwrite.etag");
  }

  private Dataset<Row> score() {
    return BatchTransform.on(Frames.numbers(sandbox.spark(), ROWS)).options(options).score();
  }

  private String path() {
    return options.get("stagingPath");
  }

  private static List<Long> right(Dataset<Row> scored) {
    return scored.filter("prediction.tripled = id * 3").collectAsList().stream()
        .map(row -> row.getLong(0))
        .sorted()
        .toList();
  }

  private static List<Long> ids() {
    return LongStream.range(0, ROWS).boxed().toList();
  }
}
