package dev.batchtransform.benchmarks.method;

import dev.batchtransform.spark.internal.record.rowlog.RowLogReader;
import dev.batchtransform.spark.internal.record.rowlog.RowLogWriter;
import dev.batchtransform.spark.internal.record.rowlog.RowTag;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.io.CompressionCodec;
import org.apache.spark.io.ZStdCompressionCodec;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.execution.UnsafeRowSerializer;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import scala.Tuple2;
import scala.collection.Iterator;

/**
 * Writing rows to a log and reading them back, against what Spark's shuffle does, with zstd too.
 */
@State(Scope.Thread)
public class RowLogs {
  private static final int ROWS = 1_000;
  private static final StructType SCHEMA =
      StructType.fromDDL("id BIGINT, title STRING, description STRING, price DOUBLE");

  private final List<UnsafeRow> rows = rows();
  private final SerializerInstance serializer =
      new UnsafeRowSerializer(SCHEMA.size(), null).newInstance();
  private final CompressionCodec codec = new ZStdCompressionCodec(new SparkConf(false));

  private static List<UnsafeRow> rows() {
    UnsafeProjection projection = UnsafeProjection.create(SCHEMA);
    List<UnsafeRow> rows = new ArrayList<>();
    for (long id = 0; id < ROWS; id++) {
      String description = "kettle %d of copper, handle %d of iron ".formatted(id * 31, id * 17);
      rows.add(
          projection
              .apply(
                  new GenericInternalRow(
                      new Object[] {
                        id,
                        UTF8String.fromString("lamp " + id),
                        UTF8String.fromString(description.repeat(4)),
                        id / 7.0
                      }))
              .copy());
    }
    return List.copyOf(rows);
  }

  /** Both bring the rows back. */
  @Setup
  public void requireSame() throws IOException {
    if (ours() != theirs()) {
      throw new IllegalStateException("They read other rows");
    }
  }

  /** Sum of the rows' hashes. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public long ours() throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    try (RowLogWriter writer = new RowLogWriter(log, SCHEMA)) {
      for (UnsafeRow row : rows) {
        writer.append(RowTag.SENT, row);
      }
    }
    long sum = 0;
    try (RowLogReader reader = new RowLogReader(new ByteArrayInputStream(log.toByteArray()))) {
      while (reader.next()) {
        sum += reader.row().hashCode();
      }
    }
    return sum;
  }

  /** Sum of the rows' hashes. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public long theirs() throws IOException {
    ByteArrayOutputStream shuffled = new ByteArrayOutputStream();
    try (SerializationStream out =
        serializer.serializeStream(codec.compressedOutputStream(shuffled))) {
      for (UnsafeRow row : rows) {
        out.writeKey(0, scala.reflect.ClassTag$.MODULE$.Int());
        out.writeValue(row, scala.reflect.ClassTag$.MODULE$.apply(UnsafeRow.class));
      }
    }
    long sum = 0;
    try (DeserializationStream in =
        serializer.deserializeStream(
            codec.compressedInputStream(new ByteArrayInputStream(shuffled.toByteArray())))) {
      Iterator<Tuple2<Object, Object>> all = in.asKeyValueIterator();
      while (all.hasNext()) {
        sum += all.next()._2().hashCode();
      }
    }
    return sum;
  }
}
