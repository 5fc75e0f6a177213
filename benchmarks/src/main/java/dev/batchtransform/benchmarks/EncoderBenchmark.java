package dev.batchtransform.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.benchmarks.report.Comparison;
import dev.batchtransform.benchmarks.report.Report;
import dev.batchtransform.spark.internal.options.RecordFormat;
import dev.batchtransform.spark.internal.record.encode.RecordEncoder;
import dev.batchtransform.spark.internal.record.encode.RecordSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JacksonGenerator;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Making JSON of rows, and nothing else: CPU time of one thread, against the generator behind
 * Spark's {@code to_json} and {@code df.write.json}.
 */
final class EncoderBenchmark implements Benchmark {
  /** So that a round takes long enough to be timed. */
  private static final int PASSES = 20;

  private static final long ROWS_PER_WIDE_ROW = 8;

  @Override
  public String name() {
    return "encoder";
  }

  @Override
  public long defaultRows() {
    return 40_000;
  }

  @Override
  public Report run(Workspace workspace, Effort effort) throws IOException {
    long wide = Math.max(1, effort.rows() / ROWS_PER_WIDE_ROW);
    return new Report(
        List.of(
            compare(effort, "text", GeneratedRows.catalog(workspace.spark(), effort.rows())),
            compare(effort, "64 numbers", GeneratedRows.features(workspace.spark(), wide)),
            compare(effort, "nested", GeneratedRows.nested(workspace.spark(), effort.rows()))),
        List.of(),
        List.of("Seconds of CPU time in one thread."));
  }

  private static Comparison compare(Effort effort, String data, Dataset<Row> df)
      throws IOException {
    InternalRow[] rows = df.queryExecution().executedPlan().executeCollect();
    RecordEncoder encoder =
        RecordEncoder.create(
            df.schema(), new RecordSpec(List.of(df.columns()), null, RecordFormat.JSON, false));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    requireSame(rows, encoder, df.schema());
    long bytes = 0;
    for (InternalRow row : rows) {
      encoder.encode(row, 0);
      bytes += encoder.length();
    }
    return effort
        .sideBySide()
        .compare(
            data,
            (long) rows.length * PASSES,
            bytes * PASSES,
            Side.timedElsewhere("the encoder of staging", () -> cpu(() -> ours(rows, encoder))),
            Side.timedElsewhere(
                "Spark's JacksonGenerator", () -> cpu(() -> theirs(rows, df.schema(), out))));
  }

  private static void ours(InternalRow[] rows, RecordEncoder encoder) {
    for (int pass = 0; pass < PASSES; pass++) {
      for (InternalRow row : rows) {
        encoder.encode(row, 0);
      }
    }
  }

  private static void theirs(InternalRow[] rows, StructType schema, ByteArrayOutputStream out) {
    for (int pass = 0; pass < PASSES; pass++) {
      out.reset();
      JacksonGenerator generator = generator(schema, new OutputStreamWriter(out, UTF_8));
      for (InternalRow row : rows) {
        generator.write(row);
        generator.writeLineEnding();
      }
      generator.flush();
    }
  }

  private static JacksonGenerator generator(StructType schema, Writer writer) {
    scala.collection.immutable.Map<String, String> options =
        scala.collection.immutable.Map$.MODULE$.<String, String>empty();
    return new JacksonGenerator(
        schema,
        writer,
        new JSONOptions(options.$plus(new Tuple2<>("ignoreNullFields", "false")), "UTC", ""));
  }

  /** Numbers may be written differently, if they are the same when read. */
  private static void requireSame(InternalRow[] rows, RecordEncoder encoder, StructType schema)
      throws IOException {
    ObjectMapper json = new ObjectMapper();
    for (InternalRow row : rows) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      JacksonGenerator generator = generator(schema, new OutputStreamWriter(out, UTF_8));
      generator.write(row);
      generator.flush();
      encoder.encode(row, 0);
      if (!json.readTree(out.toByteArray())
          .equals(json.readTree(encoder.buffer(), 0, encoder.length()))) {
        throw new IllegalStateException("Cannot compare the encoders: they write other values.");
      }
    }
  }

  private static double cpu(Runnable work) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    work.run();
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e9;
  }
}
