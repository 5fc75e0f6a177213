package dev.batchtransform.spark.internal.record.rowlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.batchtransform.spark.internal.record.encode.LocalSpark;
import dev.batchtransform.spark.internal.record.encode.Tables;
import dev.batchtransform.spark.internal.record.encode.Tables.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;

class RowLogTest {

  private static final List<RowTag> TAGS = List.of(RowTag.values());
  private static final StructType NAME = new StructType().add("name", DataTypes.StringType);

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void rowsComeBackAsTheyWere(@ForAll("tables") Table table) throws IOException {
    List<UnsafeRow> rows =
        LocalSpark.unsafeRows(LocalSpark.dataFrame(table.schema(), table.rows()));
    byte[] log = write(table.schema(), rows);
    try (RowLogReader reader = new RowLogReader(new ByteArrayInputStream(log))) {
      assertThat(reader.schema()).isEqualTo(table.schema());
      for (int i = 0; i < rows.size(); i++) {
        assertThat(reader.next()).isTrue();
        assertThat(reader.tag()).isEqualTo(tag(i));
        assertThat(reader.row()).isEqualTo(rows.get(i));
      }
      assertThat(reader.next()).isFalse();
      assertThat(reader.next()).isFalse();
    }
  }

  @Example
  void aTypeWithoutJsonFormComesBackToo() throws IOException {
    StructType schema = new StructType().add("every", DataTypes.CalendarIntervalType);
    CalendarInterval interval = new CalendarInterval(1, -2, 3);
    UnsafeRow row =
        UnsafeProjection.create(schema).apply(new GenericInternalRow(new Object[] {interval}));
    try (RowLogReader reader =
        new RowLogReader(new ByteArrayInputStream(write(schema, List.of(row))))) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.row().getInterval(0)).isEqualTo(interval);
    }
  }

  @Example
  void aRowMayBeLargerThanEveryBuffer() throws IOException {
    List<UnsafeRow> rows = List.of(name("a"), name("z".repeat(5_000_000)), name("b"));
    assertThat(read(write(NAME, rows))).isEqualTo(rows);
  }

  @Example
  void aLogWithoutRowsOrColumnsIsALog() throws IOException {
    assertThat(read(write(NAME, List.of()))).isEmpty();
    UnsafeRow empty = UnsafeProjection.create(new StructType()).apply(new GenericInternalRow(0));
    assertThat(read(write(new StructType(), List.of(empty, empty)))).hasSize(2);
  }

  @Example
  void aLogThatIsCutAnywhereIsRefused() throws IOException {
    byte[] log = write(NAME, List.of(name("one"), name("two"), name("three")));
    for (int length = 0; length < log.length; length++) {
      byte[] cut = Arrays.copyOf(log, length);
      assertThatIOException()
          .as("cut after %d of %d bytes", length, log.length)
          .isThrownBy(() -> read(cut))
          .withMessageContaining("cut short");
    }
  }

  @Example
  void aLogThatWasDamagedNeverGivesOtherRows() throws IOException {
    List<UnsafeRow> rows = List.of(name("one"), name("two"));
    byte[] log = write(NAME, rows);
    int refused = 0;
    for (int at = 0; at < log.length; at++) {
      byte[] damaged = log.clone();
      damaged[at] ^= 1;
      try {
        assertThat(read(damaged)).as("damaged at %d", at).isEqualTo(rows);
      } catch (IOException e) {
        refused++;
      }
    }
    // A few bits of zstd's header, such as a larger window, change nothing.
    assertThat(refused).isGreaterThan(log.length * 9 / 10);
  }

  @Example
  void anUnknownVersionIsNamed() throws IOException {
    byte[] log = write(NAME, List.of());
    log[RowLogFormat.MAGIC.length] = 2;
    assertThatIOException()
        .isThrownBy(() -> read(log))
        .withMessageContaining("format version is 2, this connector reads version 1");
  }

  /** Written before the level of compression was changed, when all of a log's bytes were others. */
  @Example
  void aLogOfAnEarlierBuildIsRead() throws IOException {
    try (InputStream log =
            Objects.requireNonNull(RowLogTest.class.getResourceAsStream("version-1.rows"));
        RowLogReader reader = new RowLogReader(log)) {
      assertThat(reader.schema())
          .isEqualTo(new StructType().add("id", DataTypes.LongType).add(NAME.fields()[0]));
      assertThat(reader.next()).isTrue();
      assertThat(reader.tag()).isEqualTo(RowTag.SENT);
      assertThat(reader.row().getLong(0)).isEqualTo(1);
      assertThat(reader.row().getUTF8String(1)).hasToString("first");
      assertThat(reader.next()).isTrue();
      assertThat(reader.tag()).isEqualTo(RowTag.OVERSIZE);
      assertThat(reader.row().getLong(0)).isEqualTo(-2);
      assertThat(reader.row().isNullAt(1)).isTrue();
      assertThat(reader.next()).isTrue();
      assertThat(reader.row().getUTF8String(1)).hasToString("z".repeat(1000));
      assertThat(reader.next()).isFalse();
    }
  }

  @Example
  void logsWithSchemasOfTheirOwnAreReadOneAfterTheOther() throws IOException {
    KnownSchema known = new KnownSchema();
    StructType none = new StructType();
    for (StructType schema : List.of(NAME, NAME, none, NAME)) {
      byte[] log = write(schema, List.of());
      try (RowLogReader reader = new RowLogReader(new ByteArrayInputStream(log), known)) {
        assertThat(reader.schema()).isEqualTo(schema);
      }
    }
  }

  @Example
  void anotherFileIsNoRowLog() {
    byte[] other = "{\"a\":1}\n{\"a\":2}\n".getBytes(StandardCharsets.UTF_8);
    assertThatIOException()
        .isThrownBy(() -> read(other))
        .withMessageContaining("does not begin as a row log");
  }

  @Example
  void anAbandonedLogStaysUnfinishedAndItsStreamOpen() throws IOException {
    CountingOutput out = new CountingOutput();
    RowLogWriter writer = new RowLogWriter(out, NAME);
    writer.append(RowTag.SENT, name("one"));
    int written = out.size();
    writer.abandon();
    writer.close();
    assertThat(out.size()).isEqualTo(written);
    assertThat(out.closed).isZero();
  }

  @Example
  void closingTwiceEndsTheLogOnce() throws IOException {
    CountingOutput out = new CountingOutput();
    RowLogWriter writer = new RowLogWriter(out, NAME);
    writer.append(RowTag.SENT, name("one"));
    assertThat(writer.rows()).isEqualTo(1);
    writer.close();
    writer.close();
    assertThat(out.closed).isEqualTo(1);
    assertThat(read(out.toByteArray())).containsExactly(name("one"));
  }

  @Example
  void aDamagedLengthTakesNoMoreMemoryThanTheLogHasBytes() throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    log.write(RowLogFormat.MAGIC);
    log.write(RowLogFormat.VERSION);
    try (DataOutputStream out = new DataOutputStream(new ZstdOutputStreamNoFinalizer(log))) {
      byte[] schema = NAME.json().getBytes(StandardCharsets.UTF_8);
      out.writeInt(0);
      out.writeInt(schema.length);
      out.write(schema);
      out.writeByte(RowTag.SENT.code());
      out.writeInt(Integer.MAX_VALUE - 8);
    }

    assertThatIOException()
        .isThrownBy(() -> read(log.toByteArray()))
        .withMessageContaining("cut short or damaged");
  }

  @Example
  void carriedColumnsAreTakenInTheirOrder() {
    StructType schema =
        StructType.fromDDL("a INT, b STRUCT<c: STRING>, d ARRAY<DOUBLE>, e INTERVAL");
    UnsafeRow row =
        LocalSpark.unsafeRows(
                LocalSpark.dataFrame(
                    schema,
                    List.of(RowFactory.create(null, RowFactory.create("x"), List.of(1.5), null))))
            .get(0);
    CarriedProjection some = CarriedProjection.create(schema, List.of("d", "B", "a"));
    assertThat(some.schema().fieldNames()).containsExactly("d", "b", "a");
    UnsafeRow carried = some.apply(row);
    assertThat(carried.getArray(0).getDouble(0)).isEqualTo(1.5);
    assertThat(carried.getStruct(1, 1).getUTF8String(0)).hasToString("x");
    assertThat(carried.isNullAt(2)).isTrue();
    List<String> all = Arrays.asList(schema.fieldNames());
    assertThat(CarriedProjection.create(schema, all).apply(row)).isSameAs(row);
    assertThat(CarriedProjection.create(schema, List.of()).apply(row).numFields()).isZero();
  }

  @Example
  void aVectorIsCarriedAsItIs() throws IOException {
    StructType schema =
        new StructType()
            .add("id", DataTypes.IntegerType)
            .add("features", SQLDataTypes.VectorType());
    Row row = RowFactory.create(1, Vectors.sparse(3, new int[] {1}, new double[] {0.5}));
    UnsafeRow unsafe = LocalSpark.unsafeRows(LocalSpark.dataFrame(schema, List.of(row))).get(0);
    CarriedProjection features = CarriedProjection.create(schema, List.of("features"));
    List<UnsafeRow> carried = List.of(features.apply(unsafe).copy());
    assertThat(carried.get(0).getStruct(0, 4)).isEqualTo(unsafe.getStruct(1, 4));
    assertThat(read(write(features.schema(), carried))).isEqualTo(carried);
  }

  @Example
  void aRowThatIsNotUnsafeIsMadeSo() {
    CarriedProjection all = CarriedProjection.create(NAME, List.of("name"));
    assertThat(all.apply(new GenericInternalRow(new Object[] {UTF8String.fromString("x")})))
        .isEqualTo(name("x"));
  }

  @Provide
  Arbitrary<Table> tables() {
    return Tables.sent();
  }

  private static RowTag tag(int row) {
    return TAGS.get(row % TAGS.size());
  }

  private static UnsafeRow name(String name) {
    return UnsafeProjection.create(NAME)
        .apply(new GenericInternalRow(new Object[] {UTF8String.fromString(name)}))
        .copy();
  }

  private static byte[] write(StructType schema, List<UnsafeRow> rows) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RowLogWriter writer = new RowLogWriter(out, schema)) {
      for (int i = 0; i < rows.size(); i++) {
        writer.append(tag(i), rows.get(i));
      }
    }
    return out.toByteArray();
  }

  private static List<UnsafeRow> read(byte[] log) throws IOException {
    List<UnsafeRow> rows = new ArrayList<>();
    try (RowLogReader reader = new RowLogReader(new ByteArrayInputStream(log))) {
      while (reader.next()) {
        rows.add(reader.row().copy());
      }
    }
    return rows;
  }

  private static final class CountingOutput extends ByteArrayOutputStream {

    private int closed;

    @Override
    public void close() {
      closed++;
    }
  }
}
