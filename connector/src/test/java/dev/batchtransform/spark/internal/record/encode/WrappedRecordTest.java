package dev.batchtransform.spark.internal.record.encode;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.internal.options.RecordFormat;
import dev.batchtransform.spark.internal.record.encode.Tables.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Records in the form that a family of containers takes. What is in it is what Spark writes. */
class WrappedRecordTest {

  private static final Map<String, String> OPTIONS =
      Map.of("ignoreNullFields", "false", "timeZone", "UTC");

  private static final StructType SCHEMA =
      StructType.fromDDL("title STRING, price DOUBLE, parameters STRUCT<top_k: INT>");

  private static final Dataset<Row> ROW =
      LocalSpark.dataFrame(
          SCHEMA, List.of(RowFactory.create("a \"b\"", 4.5, RowFactory.create(2))));

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrappedIsWhatToJsonWrites(@ForAll("tables") Table table) {
    Dataset<Row> rows = LocalSpark.dataFrame(table.schema(), table.rows());
    List<JsonNode> expected =
        rows.select(to_json(struct(col("*")), OPTIONS)).collectAsList().stream()
            .map(row -> JsonTrees.parse(row.getString(0)))
            .toList();

    List<JsonNode> instances = trees(rows, RecordFormat.INSTANCES);
    List<JsonNode> tables = trees(rows, RecordFormat.DATAFRAME_SPLIT);

    String[] names = table.schema().fieldNames();
    for (int row = 0; row < expected.size(); row++) {
      assertThat(instances.get(row).get("instances")).hasSize(1);
      JsonTrees.assertSame(
          table.schema(), expected.get(row), instances.get(row).get("instances").get(0));
      JsonNode split = tables.get(row).get("dataframe_split");
      assertThat(split.get("columns")).extracting(JsonNode::textValue).containsExactly(names);
      assertThat(split.get("data")).hasSize(1);
      for (int each = 0; each < names.length; each++) {
        JsonTrees.assertSame(
            table.schema().fields()[each].dataType(),
            expected.get(row).get(names[each]),
            split.get("data").get(0).get(each));
      }
    }
  }

  @Provide
  Arbitrary<Table> tables() {
    return Tables.sent();
  }

  @Example
  void anInstanceIsAnObjectOfColumnsOrAPayloadItself() {
    assertThat(lines(ROW, RecordFormat.INSTANCES, "price", "title"))
        .containsExactly("{\"instances\":[{\"price\":4.5,\"title\":\"a \\\"b\\\"\"}]}");
    assertThat(payloads(ROW, RecordFormat.INSTANCES, "parameters"))
        .containsExactly("{\"instances\":[{\"top_k\":2}]}");
    assertThat(payloads(ROW, RecordFormat.INSTANCES, "title"))
        .containsExactly("{\"instances\":[\"a \\\"b\\\"\"]}");
  }

  @Example
  void aTableHasTheColumnsInTheirOrder() {
    assertThat(lines(ROW, RecordFormat.DATAFRAME_SPLIT, "price", "title as t"))
        .containsExactly(
            "{\"dataframe_split\":{\"columns\":[\"price\",\"t\"],\"data\":[[4.5,\"a \\\"b\\\"\"]]}}");
    assertThat(payloads(ROW, RecordFormat.DATAFRAME_SPLIT, "parameters"))
        .containsExactly("{\"dataframe_split\":{\"columns\":[\"top_k\"],\"data\":[[2]]}}");
  }

  @Example
  void oneColumnIsTheInputSeveralAreAnObjectAndParametersGoBesideIt() {
    assertThat(lines(ROW, RecordFormat.HUGGINGFACE, "title"))
        .containsExactly("{\"inputs\":\"a \\\"b\\\"\"}");
    assertThat(lines(ROW, RecordFormat.HUGGINGFACE, "title", "parameters"))
        .containsExactly("{\"inputs\":\"a \\\"b\\\"\",\"parameters\":{\"top_k\":2}}");
    assertThat(lines(ROW, RecordFormat.HUGGINGFACE, "title as question", "price as context"))
        .containsExactly("{\"inputs\":{\"question\":\"a \\\"b\\\"\",\"context\":4.5}}");
    assertThat(payloads(ROW, RecordFormat.HUGGINGFACE, "title"))
        .containsExactly("{\"inputs\":\"a \\\"b\\\"\"}");
  }

  @Example
  void aRowWithoutAnInputIsNotSentAndDoesNotSpoilTheNext() {
    StructType schema = StructType.fromDDL("t STRING, parameters MAP<STRING, INT>");
    Dataset<Row> rows =
        LocalSpark.dataFrame(
            schema,
            List.of(
                RowFactory.create(null, Map.of("a", 1)),
                RowFactory.create("x", null),
                RowFactory.create("y", Map.of("a", 1))));

    assertThat(lines(rows, RecordFormat.HUGGINGFACE, "t", "parameters"))
        .containsExactly(
            null,
            "{\"inputs\":\"x\",\"parameters\":null}",
            "{\"inputs\":\"y\",\"parameters\":{\"a\":1}}");
  }

  @Example
  void aTensorHasShapeAndTypeOfItsColumn() {
    StructType schema =
        StructType.fromDDL(
                "b BOOLEAN, i INT, f ARRAY<FLOAT>, m ARRAY<ARRAY<BIGINT>>, s STRING, none ARRAY<DOUBLE>")
            .add("v", SQLDataTypes.VectorType());
    Dataset<Row> rows =
        LocalSpark.dataFrame(
            schema,
            List.of(
                RowFactory.create(
                    true,
                    7,
                    List.of(0.5f, 1f, 2f),
                    List.of(List.of(1L, 2L), List.of(3L, 4L), List.of(5L, 6L)),
                    "x",
                    List.of(),
                    Vectors.sparse(2, new int[] {1}, new double[] {4.5}))));

    assertThat(lines(rows, RecordFormat.TRITON, schema.fieldNames()))
        .containsExactly(
            "{\"inputs\":["
                + "{\"name\":\"b\",\"datatype\":\"BOOL\",\"shape\":[1,1],\"data\":[true]},"
                + "{\"name\":\"i\",\"datatype\":\"INT32\",\"shape\":[1,1],\"data\":[7]},"
                + "{\"name\":\"f\",\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":[0.5,1.0,2.0]},"
                + "{\"name\":\"m\",\"datatype\":\"INT64\",\"shape\":[1,3,2],\"data\":[1,2,3,4,5,6]},"
                + "{\"name\":\"s\",\"datatype\":\"BYTES\",\"shape\":[1,1],\"data\":[\"x\"]},"
                + "{\"name\":\"none\",\"datatype\":\"FP64\",\"shape\":[1,0],\"data\":[]},"
                + "{\"name\":\"v\",\"datatype\":\"FP64\",\"shape\":[1,2],\"data\":[0.0,4.5]}]}");
  }

  @Example
  void whatIsNoTensorIsNotSentAndDoesNotSpoilTheNext() {
    StructType schema = StructType.fromDDL("m ARRAY<ARRAY<INT>>, i INT");
    Dataset<Row> rows =
        LocalSpark.dataFrame(
            schema,
            List.of(
                RowFactory.create(List.of(List.of(1), List.of(1, 2)), 1),
                RowFactory.create(List.of(Arrays.asList(1, null)), 1),
                RowFactory.create(List.of(List.of(1)), null),
                RowFactory.create(null, 1),
                RowFactory.create(List.of(List.of(1)), 1)));

    assertThat(lines(rows, RecordFormat.TRITON, "m", "i"))
        .containsExactly(
            null,
            null,
            null,
            null,
            "{\"inputs\":[{\"name\":\"m\",\"datatype\":\"INT32\",\"shape\":[1,1,1],\"data\":[1]},"
                + "{\"name\":\"i\",\"datatype\":\"INT32\",\"shape\":[1,1],\"data\":[1]}]}");
  }

  @Example
  void whatAFamilyCannotTakeIsRefusedByItsColumn() {
    assertRefused(
        spec(RecordFormat.TRITON, "parameters"), "'parameters'", "cannot be made a tensor");
    assertRefused(spec(RecordFormat.HUGGINGFACE, "parameters"), "'parameters' alone");
    assertRefused(
        new RecordSpec(List.of("title"), "title", RecordFormat.TRITON, false),
        "'title'",
        "recordFormat=triton",
        "inputColumns");
  }

  @Example
  void aRowIdIsPutAroundTheRequest() {
    RecordEncoder encoder =
        RecordEncoder.create(
            SCHEMA, new RecordSpec(List.of("price"), null, RecordFormat.INSTANCES, true));

    encoder.encode(LocalSpark.unsafeRows(ROW).get(0), 3);

    assertThat(new String(encoder.buffer(), 0, encoder.length(), StandardCharsets.UTF_8))
        .isEqualTo("{\"record\":{\"instances\":[{\"price\":4.5}]},\"row\":\"3\"}");
  }

  private static void assertRefused(RecordSpec spec, String... words) {
    assertThatThrownBy(() -> RecordEncoder.check(SCHEMA, spec))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContainingAll(words);
  }

  private static List<JsonNode> trees(Dataset<Row> rows, RecordFormat format) {
    return lines(rows, format, rows.columns()).stream().map(JsonTrees::parse).toList();
  }

  private static List<@Nullable String> lines(
      Dataset<Row> rows, RecordFormat format, String... columns) {
    return encoded(rows, spec(format, columns));
  }

  private static List<@Nullable String> payloads(
      Dataset<Row> rows, RecordFormat format, String column) {
    return encoded(rows, new RecordSpec(List.of(column), column, format, false));
  }

  private static List<@Nullable String> encoded(Dataset<Row> rows, RecordSpec spec) {
    RecordEncoder encoder = RecordEncoder.create(rows.schema(), spec);
    List<@Nullable String> lines = new ArrayList<>();
    for (UnsafeRow row : LocalSpark.unsafeRows(rows)) {
      lines.add(
          encoder.encode(row, 0)
              ? new String(encoder.buffer(), 0, encoder.length(), StandardCharsets.UTF_8)
              : null);
    }
    return lines;
  }

  private static RecordSpec spec(RecordFormat format, String... columns) {
    return new RecordSpec(List.of(columns), null, format, false);
  }
}
