package dev.batchtransform.spark.internal.record.rowlog;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.options.RecordFormat;
import dev.batchtransform.spark.internal.record.encode.LocalSpark;
import dev.batchtransform.spark.internal.record.encode.RecordSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class RowHasherTest {

  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.LongType).add("name", DataTypes.StringType);

  /** A domain so small that both often hold the same rows, some of them several times. */
  @Property(tries = 5000)
  void onlyTheSameRowsInAnyOrderHaveTheSameHash(
      @ForAll("few") List<Integer> some, @ForAll("few") List<Integer> others) {
    boolean same = some.stream().sorted().toList().equals(others.stream().sorted().toList());

    assertThat(hash(some).equals(hash(others))).isEqualTo(same);
  }

  @Property(tries = 200)
  void partitionsAddUp(@ForAll("few") List<Integer> some, @ForAll("few") List<Integer> others) {
    List<Integer> all = Stream.concat(others.stream(), some.stream()).toList();

    assertThat(hash(some).plus(hash(others))).isEqualTo(hash(all));
  }

  @Provide
  Arbitrary<List<Integer>> few() {
    return Arbitraries.integers().between(0, 2).list().ofMaxSize(4);
  }

  @Test
  void aRowIsHashedTheSameWhicheverPlanMadeIt() {
    Dataset<Row> rows =
        LocalSpark.session()
            .range(0, 12)
            .selectExpr(
                "id",
                "IF(id % 2 = 0, null, CAST(id AS DECIMAL(38,6))) AS wide",
                "IF(id % 2 = 0, null, CAST(id AS DECIMAL(10,2))) AS narrow",
                "IF(id % 3 = 0, null, make_interval(0, 1, 0, 2)) AS interval",
                "IF(id % 3 = 0, null, concat('n', id)) AS name",
                "IF(id % 5 = 0, null, named_struct('x', CAST(null AS DECIMAL(38,6)), 'y', array(id, null))) AS deep",
                "IF(id % 5 = 0, CAST('NaN' AS DOUBLE), -0.0D) AS number");
    RowsHash plain = hash(rows);

    Dataset<Row> cached = rows.cache();
    assertThat(hash(cached)).isEqualTo(plain);
    assertThat(hash(cached.repartition(3))).isEqualTo(plain);
    assertThat(hash(cached.orderBy(col("id").desc()))).isEqualTo(plain);
    assertThat(hash(cached.join(cached.select("id"), "id"))).isEqualTo(plain);
    cached.unpersist(true);
    assertThat(hash(rows.filter("id > 0"))).isNotEqualTo(plain);
  }

  @Test
  void columnsThatAreNeitherSentNorCarriedHaveNoPartInIt() {
    StructType schema = SCHEMA.add("loaded", DataTypes.TimestampType);
    RowHasher hasher = RowHasher.create(schema, sent("name"), List.of("id"));

    long hash =
        hasher.hash(new GenericInternalRow(new Object[] {1L, UTF8String.fromString("a"), 5L}));

    assertThat(
            hasher.hash(new GenericInternalRow(new Object[] {1L, UTF8String.fromString("a"), 6L})))
        .isEqualTo(hash);
    assertThat(
            hasher.hash(new GenericInternalRow(new Object[] {1L, UTF8String.fromString("b"), 5L})))
        .as("sent")
        .isNotEqualTo(hash);
    assertThat(
            hasher.hash(new GenericInternalRow(new Object[] {2L, UTF8String.fromString("a"), 5L})))
        .as("carried")
        .isNotEqualTo(hash);
  }

  @Test
  void zeroesOfDifferentSignAreDifferentAsTheirRecordsAre() {
    StructType schema = new StructType().add("x", DataTypes.DoubleType);
    RowHasher hasher = RowHasher.create(schema, sent("x"), List.of("x"));

    assertThat(hasher.hash(new GenericInternalRow(new Object[] {-0.0})))
        .isNotEqualTo(hasher.hash(new GenericInternalRow(new Object[] {0.0})));
  }

  private static RecordSpec sent(String... columns) {
    return new RecordSpec(List.of(columns), null, RecordFormat.JSON, false);
  }

  private static RowsHash hash(Dataset<Row> rows) {
    List<String> columns = Arrays.asList(rows.columns());
    RowHasher hasher =
        RowHasher.create(
            rows.schema(), new RecordSpec(columns, null, RecordFormat.JSON, false), columns);
    RowsHash.Sum sum = new RowsHash.Sum();
    LocalSpark.unsafeRows(rows).forEach(row -> sum.add(hasher.hash(row)));
    return sum.total();
  }

  private static RowsHash hash(List<Integer> ids) {
    RowHasher hasher = RowHasher.create(SCHEMA, sent("id"), List.of("name"));
    UnsafeProjection toUnsafe = UnsafeProjection.create(SCHEMA);
    RowsHash.Sum sum = new RowsHash.Sum();
    for (int id : ids) {
      InternalRow row =
          new GenericInternalRow(new Object[] {(long) id, UTF8String.fromString("n" + id)});
      sum.add(hasher.hash(id % 2 == 0 ? row : toUnsafe.apply(row)));
    }
    return sum.total();
  }
}
