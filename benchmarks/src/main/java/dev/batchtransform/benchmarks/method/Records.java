package dev.batchtransform.benchmarks.method;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.batchtransform.spark.internal.options.RecordFormat;
import dev.batchtransform.spark.internal.record.encode.RecordEncoder;
import dev.batchtransform.spark.internal.record.encode.RecordSpec;
import java.io.StringWriter;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JacksonGenerator;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Making the JSON of a catalog's row, against the generator behind Spark's {@code to_json}. */
@State(Scope.Thread)
public class Records {
  private static final StructType SCHEMA =
      StructType.fromDDL("id BIGINT, title STRING, description STRING, price DOUBLE");

  private final InternalRow row =
      new GenericInternalRow(
          new Object[] {
            42L,
            UTF8String.fromString("brass lamp with \"linen\" shade"),
            UTF8String.fromString("copper kettle iron handle porcelain ".repeat(6)),
            123.45
          });
  private final RecordEncoder encoder =
      RecordEncoder.create(
          SCHEMA, new RecordSpec(List.of(SCHEMA.fieldNames()), null, RecordFormat.JSON, false));
  private final StringWriter text = new StringWriter();
  private final JacksonGenerator generator =
      new JacksonGenerator(
          SCHEMA,
          text,
          new JSONOptions(scala.collection.immutable.Map$.MODULE$.empty(), "UTC", ""));

  /** Both write the same. */
  @Setup
  public void requireSame() {
    ours();
    theirs();
    String written = new String(encoder.buffer(), 0, encoder.length(), UTF_8);
    if (!written.strip().equals(text.toString())) {
      throw new IllegalStateException("They write other records: " + written + text);
    }
  }

  @Benchmark
  public int ours() {
    encoder.encode(row, 0);
    return encoder.length();
  }

  @Benchmark
  public int theirs() {
    text.getBuffer().setLength(0);
    generator.write(row);
    generator.flush();
    return text.getBuffer().length();
  }
}
