package dev.batchtransform.spark.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.join.AnswerPlan;
import dev.batchtransform.spark.internal.join.FileToRead;
import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.options.ReadMode;
import dev.batchtransform.spark.internal.record.answer.AnswerContract;
import dev.batchtransform.spark.internal.record.answer.AnswerFormat;
import dev.batchtransform.spark.internal.record.answer.Framing;
import dev.batchtransform.spark.internal.record.encode.RecordFormat;
import dev.batchtransform.spark.internal.record.encode.RecordSpec;
import dev.batchtransform.spark.internal.record.rowlog.RowsHash;
import dev.batchtransform.spark.internal.stage.FilePlan;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.internal.verify.FileToVerify;
import dev.batchtransform.spark.internal.verify.FileVerifier;
import dev.batchtransform.spark.internal.verify.VerifiedFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
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
              new AnswerContract(AnswerFormat.JSON, false, true, null)),
          List.of(new ReadPlan.Wanted(0, DataTypes.LongType)),
          new StructType().add("id", "long"),
          ReadMode.PERMISSIVE);

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
                  null)));

  static Stream<Object> travellers() {
    return Stream.of(
        new SeenRows(3, new RowsHash(1, 2)),
        new DeadLetterPartition(LAYOUT.deadLetters(1).toUri()),
        new TransformInputPartition(
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
    assertThat(travel(sent)).isEqualTo(sent);
  }

  @Test
  void aWriterFactoryArrivesAndMakesAWriter() throws Exception {
    TransformDataWriterFactory sent =
        new TransformDataWriterFactory(
            LAYOUT,
            new StructType().add("id", "long"),
            new RecordSpec(List.of("id"), null, RecordFormat.JSON, false),
            List.of("id"),
            1 << 20,
            FilePlan.of(1, 1, 100, 100),
            "0a1b2c3d",
            HADOOP);

    TransformDataWriterFactory arrived = (TransformDataWriterFactory) travel(sent);

    assertThat(arrived.layout()).isEqualTo(LAYOUT);
    assertThat(arrived.createWriter(0, 1)).isNotNull();
  }

  @Test
  void aFactoryOfWritersThatOnlyCompareArrivesAndMakesAWriter() throws Exception {
    SkippingWriterFactory sent =
        new SkippingWriterFactory(
            new StructType().add("id", "long"),
            new RecordSpec(List.of("id"), null, RecordFormat.JSON, false),
            List.of("id"));

    SkippingWriterFactory arrived = (SkippingWriterFactory) travel(sent);

    assertThat(arrived).isEqualTo(sent);
    assertThat(arrived.createWriter(0, 1)).isNotNull();
  }

  @Test
  void aReaderFactoryArrives() throws Exception {
    TransformPartitionReaderFactory arrived =
        (TransformPartitionReaderFactory) travel(new TransformPartitionReaderFactory(PLAN, HADOOP));

    assertThat(arrived.plan()).isEqualTo(PLAN);
  }

  @Test
  void aVerifierArrives() throws Exception {
    FileVerifier arrived = (FileVerifier) travel(new FileVerifier(PLAN, HADOOP));

    assertThat(arrived.plan()).isEqualTo(PLAN);
  }

  private static Object travel(Object sent) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sent);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
