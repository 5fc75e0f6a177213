package dev.batchtransform.spark.internal.record.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.options.RecordFormat;
import dev.batchtransform.spark.internal.record.ColumnNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/**
 * Entries of {@code inputColumns} that are more than a column's name. Spark's select is the oracle.
 */
class SentFieldsTest {

  private static final StructType SCHEMA =
      StructType.fromDDL(
          "Title STRING, s STRUCT<t: INT, `in side`: STRUCT<`x.y`: STRING, `as`: INT>>, `s.u` INT, `a b` INT, list ARRAY<STRUCT<t: INT>>");

  private static final Dataset<Row> ROWS =
      LocalSpark.dataFrame(
          SCHEMA,
          Arrays.asList(
              RowFactory.create(
                  "one", RowFactory.create(1, RowFactory.create("deep", 5)), 10, 100, null),
              RowFactory.create("two", RowFactory.create(null, null), null, 200, null),
              RowFactory.create("three", null, 30, null, null)));

  @Test
  void aFieldOrAnotherNameIsSentAsSelectWouldHaveIt() {
    assertSentAsSelected("Title as inputs", "Title AS inputs");
    assertSentAsSelected("s.t", "s.t");
    assertSentAsSelected("s.t AS x", "s.t AS x");
    assertSentAsSelected("s.`in side`.`x.y` as `a name`", "s.`in side`.`x.y` AS `a name`");
    assertSentAsSelected("s.in side.as", "s.`in side`.`as`");
    assertSentAsSelected("`a b` as c", "`a b` AS c");
    assertSentAsSelected("a b as c", "`a b` AS c");
  }

  @Test
  void aColumnsOwnNameComesFirst() {
    assertSentAsSelected("s.u", "`s.u`");
    assertSentAsSelected("a b", "`a b`");
    assertSentAsSelected("`s`.`t`", "s.t");
  }

  @Test
  void namesAreComparedAsSparkComparesThemAndKeptAsTheSchemaHasThem() {
    assertThat(resolved(false, "TITLE as Inputs", "S.T")).containsExactly("Title as Inputs", "s.t");
    assertThatThrownBy(() -> resolved(true, "TITLE as inputs"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("'TITLE'")
        .hasMessageContaining("Did you mean 'Title'?");
    assertThatThrownBy(() -> resolved(true, "s.T"))
        .hasMessageContaining("'T' of 's'")
        .hasMessageContaining("Did you mean 't'?");
  }

  @Test
  void whatIsResolvedIsResolvedToTheSame() {
    List<String> once =
        resolved(false, "s.in side.`x.y`", "s.u", "title as `q`", "s.t as `s.t`", "a b");

    assertThat(resolved(true, once.toArray(String[]::new))).isEqualTo(once);
  }

  @Test
  void twoValuesOfOneNameAreRefused() {
    for (String[] twice :
        List.of(
            new String[] {"s.t", "Title as t"},
            new String[] {"Title", "title"},
            new String[] {"s.u", "s.t as s.u"})) {
      assertThatThrownBy(() -> resolved(false, twice))
          .isInstanceOf(InvalidOptionException.class)
          .hasMessageContaining("two values");
    }
  }

  @Test
  void aFieldOfWhatIsNoStructIsRefused() {
    assertThatThrownBy(() -> resolved(false, "list.t"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("'list', which is not a struct but array");
  }

  @Test
  void columnsOfCsvMayBeFieldsToo() {
    assertThat(lines(RecordFormat.CSV, "s.in side.as", "Title"))
        .containsExactly("5,one", ",two", ",three");
  }

  private static void assertSentAsSelected(String entry, String selected) {
    List<String> expected =
        ROWS
            .selectExpr(selected, "Title AS last")
            .selectExpr("to_json(struct(*), map('ignoreNullFields', 'false'))")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();

    assertThat(lines(RecordFormat.JSON, entry, "Title as last")).isEqualTo(expected);
  }

  private static List<String> resolved(boolean caseSensitive, String... entries) {
    return new ColumnNames(SCHEMA, caseSensitive).resolveSent("inputColumns", List.of(entries));
  }

  private static List<String> lines(RecordFormat format, String... entries) {
    RecordEncoder encoder =
        RecordEncoder.create(SCHEMA, new RecordSpec(resolved(false, entries), null, format, false));
    List<String> lines = new ArrayList<>();
    for (UnsafeRow row : LocalSpark.unsafeRows(ROWS)) {
      assertThat(encoder.encode(row, 0)).isTrue();
      lines.add(new String(encoder.buffer(), 0, encoder.length(), StandardCharsets.UTF_8));
    }
    return lines;
  }
}
