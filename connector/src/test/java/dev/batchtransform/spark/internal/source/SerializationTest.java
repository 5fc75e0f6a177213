package dev.batchtransform.spark.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.join.AnswerPlan;
import dev.batchtransform.spark.internal.join.FileToRead;
import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.options.AnswerPath;
import dev.batchtransform.spark.internal.options.ReadMode;
import dev.batchtransform.spark.internal.record.answer.AnswerContract;
import dev.batchtransform.spark.internal.record.answer.AnswerFormat;
import dev.batchtransform.spark.internal.record.answer.Framing;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.internal.verify.FileToVerify;
import dev.batchtransform.spark.internal.verify.FileVerifier;
import dev.batchtransform.spark.internal.verify.VerifiedFile;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that travels between driver and executors can. */
class SerializationTest {

  private static final RunLayout LAYOUT =
      new RunLayout(URI.create("s3a://bucket/scoring/dt=2026-11-23/run_id=a"));
  private static final StagedFile FILE = new StagedFile("part-0", 3, 2, 20, 7);
  private static final SerializableConfiguration HADOOP =
      new SerializableConfiguration(new Configuration(false));

  private static final ReadPlan PLAN =
      new ReadPlan(
          new AnswerPlan(
              LAYOUT,
              DataTypes.createArrayType(DataTypes.FloatType),
              new AnswerContract(
                  AnswerFormat.JSON, false, true, null, AnswerPath.parse("$.predictions[0]"))),
          List.of(new ReadPlan.Wanted(0, DataTypes.LongType)),
          new StructType().add("id", "long"),
          ReadMode.PERMISSIVE,
          "a",
          "2026-11-23",
          Instant.EPOCH);

  private static final FileToRead SCORED =
      FileToRead.of(
          new LedgerFile(
              FILE,
              new FileOutcome.Scored(
                  0,
                  "s3a://bucket/o",
                  9,
                  Framing.VALUES,
                  2,
                  0,
                  1,
                  new FileOutcome.Range(1, 4),
                  null,
                  List.of(
                      new FileOutcome.Refused(ErrorCode.MODEL_ERROR, "400", List.of(0L, 1L))))));

  static Stream<Object> travellers() {
    return Stream.of(
        new DeadLetterPartition(LAYOUT.deadLetters(1).toUri()),
        new TransformInputPartition(
            2,
            List.of(
                SCORED,
                FileToRead.of(
                    new LedgerFile(
                        FILE, new FileOutcome.Failed(ErrorCode.MODEL_ERROR, "400", 4, 3, null)))),
            10),
        new FileToVerify(
            SCORED, 1, List.of(FILE), List.of(new FileToVerify.Output("s3a://bucket/o", 9))),
        new VerifiedFile("part-0.jsonl", 3, 2, 2L, 1L, true, null));
  }

  @ParameterizedTest
  @MethodSource("travellers")
  void whatArrivesIsWhatWasSent(Object sent) throws Exception {
    assertThat(Travel.of(sent)).isEqualTo(sent);
  }

  @Test
  void aReaderFactoryArrives() throws Exception {
    TransformPartitionReaderFactory arrived =
        (TransformPartitionReaderFactory)
            Travel.of(new TransformPartitionReaderFactory(List.of(PLAN), HADOOP));

    assertThat(arrived.plans()).containsExactly(PLAN);
  }

  @Test
  void aVerifierArrives() throws Exception {
    FileVerifier arrived = (FileVerifier) Travel.of(new FileVerifier(PLAN, HADOOP));

    assertThat(arrived.plan()).isEqualTo(PLAN);
  }
}
