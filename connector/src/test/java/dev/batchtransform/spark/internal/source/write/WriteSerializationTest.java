package dev.batchtransform.spark.internal.source.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.options.RecordFormat;
import dev.batchtransform.spark.internal.record.encode.RecordSpec;
import dev.batchtransform.spark.internal.record.rowlog.RowsHash;
import dev.batchtransform.spark.internal.source.Travel;
import dev.batchtransform.spark.internal.stage.FilePlan;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;

/** Everything of a write that travels between driver and executors can. */
class WriteSerializationTest {
  private static final RunLayout LAYOUT =
      new RunLayout(URI.create("s3a://bucket/scoring/dt=2026-11-23/run_id=a"));
  private static final SerializableConfiguration HADOOP =
      new SerializableConfiguration(new Configuration(false));

  @Test
  void whatATaskHasSeenArrives() throws Exception {
    SeenRows sent = new SeenRows(3, new RowsHash(1, 2));

    assertThat(Travel.of(sent)).isEqualTo(sent);
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
            false,
            "0a1b2c3d",
            HADOOP);

    TransformDataWriterFactory arrived = (TransformDataWriterFactory) Travel.of(sent);

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

    SkippingWriterFactory arrived = (SkippingWriterFactory) Travel.of(sent);

    assertThat(arrived).isEqualTo(sent);
    assertThat(arrived.createWriter(0, 1)).isNotNull();
  }
}
