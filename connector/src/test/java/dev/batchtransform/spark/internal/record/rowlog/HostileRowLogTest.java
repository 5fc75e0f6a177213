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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A row log that someone has made up: with a good checksum, and offsets of his own. It is refused,
 * or gives values that lie in its own bytes. A crash of this JVM is a failure of this test.
 */
class HostileRowLogTest {

  private static final StructType NAME = new StructType().add("name", DataTypes.StringType);

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void madeUpOffsetsAreRefusedOrStayInTheirRow(@ForAll("tables") Table table, @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    for (UnsafeRow row :
        LocalSpark.unsafeRows(LocalSpark.dataFrame(table.schema(), table.rows()))) {
      for (int each = 0; each < 20; each++) {
        proveHarmless(table.schema(), log(table.schema(), bent(row, random)));
      }
    }
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void damageAnywhereUnderAGoodChecksumIsRefusedOrHarmless(
      @ForAll("tables") Table table, @ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<UnsafeRow> rows =
        LocalSpark.unsafeRows(LocalSpark.dataFrame(table.schema(), table.rows()));
    byte[] content =
        content(table.schema().json(), rows.stream().map(UnsafeRow::getBytes).toList());
    for (int each = 0; each < 20; each++) {
      byte[] damaged =
          random.nextInt(4) == 0
              ? Arrays.copyOf(content, random.nextInt(content.length))
              : content.clone();
      for (int flips = random.nextInt(3); flips >= 0 && damaged.length > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      proveHarmless(null, compressed(damaged));
    }
  }

  @Example
  void aTextThatReachesOverItsRowIsRefused() {
    byte[] row = row(0, 16L << 32 | 1_000_000, 0x6161616161616161L);

    refused(NAME, row);
  }

  @Example
  void aTextFarAwayIsRefused() {
    refused(NAME, row(0, 0x7fff_fff0L << 32 | 8, 0));
    refused(NAME, row(0, 0xffff_ff00L << 32 | 8, 0));
    refused(NAME, row(0, 8L << 32 | 0xffff_ffffL, 0));
  }

  @Example
  void aRowThatIsShorterThanItsColumnsIsRefused() {
    refused(NAME, new byte[8]);
    refused(NAME, new byte[0]);
    refused(NAME, new byte[20]);
    refused(new StructType().add("id", "long"), new byte[8]);
  }

  @Example
  void anArrayWithMoreElementsThanBytesIsRefused() {
    StructType floats = new StructType().add("v", DataTypes.createArrayType(DataTypes.FloatType));

    refused(floats, row(0, 16L << 32 | 24, 1L << 30, 0, 0));
    refused(floats, row(0, 16L << 32 | 24, -1, 0, 0));
    refused(floats, row(0, 16L << 32 | 24, 1L << 40 | 1, 0, 0));
  }

  @Example
  void aMapWithMoreValuesThanKeysIsRefused() throws IOException {
    StructType map = StructType.fromDDL("m MAP<INT, INT>");
    byte[] one = row(0, 16L << 32 | 56, 24, 1, 0, 7, 1, 0, 8);
    byte[] two = row(0, 16L << 32 | 56, 24, 1, 0, 7, 2, 0, 8);

    proveHarmless(map, log(map, one));
    try (RowLogReader reader = open(log(map, one))) {
      assertThat(reader.next()).isTrue();
    }
    refused(map, two);
  }

  @Example
  void elementsThatAllPointAtTheSameBytesAreRefusedBeforeTheyTakeForEver() {
    StructType nested = StructType.fromDDL("a ARRAY<ARRAY<ARRAY<ARRAY<STRING>>>>");
    int count = 1_000;
    ByteBuffer row = ByteBuffer.allocate(16 + 8 + 128 + 8 * count).order(ByteOrder.nativeOrder());
    int size = row.capacity() - 16;
    row.putLong(0).putLong(16L << 32 | size).putLong(count).position(16 + 8 + 128);
    while (row.hasRemaining()) {
      // Each element is the whole array again.
      row.putLong(size);
    }

    refused(nested, row.array());
  }

  @Example
  void aStructInANonNullColumnIsLookedAtAlthoughItsBitSaysNull() {
    StructType strict =
        new StructType().add("s", new StructType().add("a", "long").add("b", "string"), false);

    refused(strict, row(1, 0, 0));
  }

  @Example
  void aVectorIsLookedIntoAsTheStructThatItIs() {
    StructType vector = new StructType().add("v", SQLDataTypes.VectorType());
    byte[] row = row(0, 16L << 32 | 40, 3, 1, 3, 0, 1L << 50 | 8);

    refused(vector, row);
  }

  @Example
  void lengthsInTheHeaderAreBounded() throws IOException {
    for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      byte[] header = ByteBuffer.allocate(12).putInt(length).putLong(0).array();
      assertThatIOException()
          .isThrownBy(() -> open(compressed(header)))
          .withMessageContaining("cut short or damaged");
    }
  }

  @Example
  void aRowLogOfOtherColumnsIsRefused() throws IOException {
    StructType other = new StructType().add("name", DataTypes.BinaryType);
    try (RowLogReader reader = open(log(NAME, row(0, 16L << 32, 0)))) {
      assertThatIOException()
          .isThrownBy(() -> reader.expect(other))
          .withMessageContaining("not those that the ledger says");
      assertThatIOException().isThrownBy(() -> reader.expect(NAME.add("more", "int")));
      reader.expect(new StructType().add("name", DataTypes.StringType, false));
    }
  }

  @Example
  void rowsAreCheckedAsTheLedgerSaysThatTheyAreRead() throws IOException {
    StructType nullable = new StructType().add("s", StructType.fromDDL("a BIGINT, b BIGINT"));
    StructType strict = new StructType().add("s", StructType.fromDDL("a BIGINT, b BIGINT"), false);
    byte[] log = log(nullable, row(1, 0));
    try (RowLogReader reader = open(log)) {
      assertThat(reader.next()).isTrue();
    }
    try (RowLogReader reader = open(log)) {
      reader.expect(strict);
      assertThatIOException().isThrownBy(reader::next);
    }
  }

  @Example
  void goodRowsOfEveryNestingPass() throws IOException {
    StructType schema =
        StructType.fromDDL("a ARRAY<STRUCT<b: MAP<STRING, ARRAY<BINARY>>>>, i INTERVAL");
    UnsafeRow row =
        UnsafeProjection.create(schema)
            .apply(
                new GenericInternalRow(
                    new Object[] {
                      new GenericArrayData(
                          new Object[] {
                            new GenericInternalRow(
                                new Object[] {
                                  new org.apache.spark.sql.catalyst.util.ArrayBasedMapData(
                                      new GenericArrayData(
                                          new Object[] {UTF8String.fromString("k")}),
                                      new GenericArrayData(
                                          new Object[] {
                                            new GenericArrayData(new Object[] {new byte[3], null})
                                          }))
                                }),
                            null
                          }),
                      null
                    }));
    try (RowLogReader reader = open(log(schema, row.getBytes()))) {
      reader.expect(schema);
      assertThat(reader.next()).isTrue();
      assertThat(reader.row()).isEqualTo(row);
    }
  }

  @Provide
  Arbitrary<Table> tables() {
    return Tables.sent();
  }

  /** Reads all; only refuses as a row log does. What it gives does not depend on where it lies. */
  private static void proveHarmless(StructType schema, byte[] log) throws IOException {
    try (RowLogReader reader = open(log)) {
      if (schema != null) {
        reader.expect(schema);
      }
      while (reader.next()) {
        UnsafeRow copy = reader.row().copy();
        assertThat(RowDigest.of(reader.row(), reader.schema()))
            .isEqualTo(RowDigest.of(copy, reader.schema()));
      }
    } catch (IOException refused) {
      assertThat(refused).hasMessageContaining("row log");
    }
  }

  private static void refused(StructType schema, byte[] row) {
    assertThatIOException()
        .isThrownBy(
            () -> {
              try (RowLogReader reader = open(log(schema, row))) {
                reader.next();
              }
            })
        .withMessageContaining("cut short or damaged");
  }

  private static byte[] bent(UnsafeRow row, Random random) {
    byte[] bytes = row.getBytes().clone();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    for (int each = random.nextInt(3); each >= 0 && bytes.length > 0; each--) {
      int word = 8 * random.nextInt(bytes.length / 8);
      switch (random.nextInt(3)) {
        case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        case 1 -> buffer.putLong(word, some(random, bytes.length));
        default ->
            buffer.putLong(
                word,
                (some(random, bytes.length) << 32) | (some(random, bytes.length) & 0xffff_ffffL));
      }
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 9)) : bytes;
  }

  private static long some(Random random, int size) {
    return switch (random.nextInt(6)) {
      case 0 -> size;
      case 1 -> -1;
      case 2 -> Integer.MAX_VALUE - random.nextInt(16);
      case 3 -> Integer.MIN_VALUE;
      case 4 -> random.nextInt();
      default -> random.nextInt(2 * size + 1);
    };
  }

  private static byte[] row(long... words) {
    ByteBuffer row = ByteBuffer.allocate(8 * words.length).order(ByteOrder.nativeOrder());
    for (long word : words) {
      row.putLong(word);
    }
    return row.array();
  }

  private static RowLogReader open(byte[] log) throws IOException {
    return new RowLogReader(new ByteArrayInputStream(log));
  }

  private static byte[] log(StructType schema, byte[] row) throws IOException {
    return compressed(content(schema.json(), List.of(row)));
  }

  private static byte[] content(String schema, List<byte[]> rows) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(content);
    byte[] json = schema.getBytes(StandardCharsets.UTF_8);
    out.writeInt(0);
    out.writeInt(json.length);
    out.write(json);
    for (byte[] row : rows) {
      out.writeByte(RowTag.SENT.code());
      out.writeInt(row.length);
      out.write(row);
    }
    out.writeByte(RowLogFormat.END);
    out.writeLong(rows.size());
    return content.toByteArray();
  }

  private static byte[] compressed(byte[] content) throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    log.write(RowLogFormat.MAGIC);
    log.write(RowLogFormat.VERSION);
    try (ZstdOutputStreamNoFinalizer out = new ZstdOutputStreamNoFinalizer(log).setChecksum(true)) {
      out.write(content);
    }
    return log.toByteArray();
  }
}
