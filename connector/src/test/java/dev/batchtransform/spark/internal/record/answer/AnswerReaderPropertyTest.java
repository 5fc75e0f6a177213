package dev.batchtransform.spark.internal.record.answer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.batchtransform.spark.internal.record.encode.LocalSpark;
import dev.batchtransform.spark.internal.record.encode.Tables;
import dev.batchtransform.spark.internal.record.encode.Tables.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

class AnswerReaderPropertyTest {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Map<String, String> UTC = Map.of("timeZone", "UTC");

  @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
  void anAnswerIsReadAsFromJsonReadsIt(
      @ForAll("tables") Table table,
      @ForAll boolean nullFields,
      @ForAll("separators") String separator)
      throws IOException {
    Map<String, String> options =
        Map.of("timeZone", "UTC", "ignoreNullFields", Boolean.toString(!nullFields));
    Dataset<Row> json =
        LocalSpark.dataFrame(table.schema(), table.rows())
            .select(to_json(struct(col("*")), options).as("json"));
    assertReadAsSparkDoes(json, table.schema(), separator);
  }

  @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
  void anArrayIsReadAsFromJsonReadsIt(
      @ForAll("arrays") List<List<Object>> arrays,
      @ForAll("numberTypes") DataType element,
      @ForAll("separators") String separator)
      throws IOException {
    ArrayType type = DataTypes.createArrayType(element);
    StructType schema =
        new StructType().add("array", DataTypes.createArrayType(DataTypes.DoubleType));
    List<Row> rows = arrays.stream().map(RowFactory::create).toList();
    Dataset<Row> json = LocalSpark.dataFrame(schema, rows).select(to_json(col("array")).as("json"));
    assertReadAsSparkDoes(json, type, separator);
  }

  private static void assertReadAsSparkDoes(Dataset<Row> json, DataType type, String separator)
      throws IOException {
    List<String> texts = json.collectAsList().stream().map(row -> row.getString(0)).toList();
    List<UnsafeRow> expected =
        LocalSpark.unsafeRows(json.select(from_json(col("json"), type, UTC)));
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      file.append(i % 2 == 0 ? texts.get(i) : pretty(texts.get(i))).append(separator);
    }
    UnsafeProjection toUnsafe = UnsafeProjection.create(new StructType().add("answer", type));
    try (AnswerReader reader =
        AnswerReader.open(
            new ByteArrayInputStream(file.toString().getBytes(StandardCharsets.UTF_8)),
            new AnswerContract(AnswerFormat.JSON, false, true, null, null),
            Framing.VALUES,
            type)) {
      for (UnsafeRow row : expected) {
        assertThat(reader.next()).isTrue();
        assertThat(reader.problem()).isNull();
        assertThat(toUnsafe.apply(new GenericInternalRow(new Object[] {reader.value()})))
            .isEqualTo(row);
      }
      assertThat(reader.next()).isFalse();
    }
  }

  @Provide
  Arbitrary<Table> tables() {
    return Tables.answered();
  }

  @Provide
  Arbitrary<List<List<Object>>> arrays() {
    Arbitrary<Object> numbers = Tables.floats().map(number -> (Object) number.doubleValue());
    Arbitrary<List<Object>> some = numbers.list().ofMaxSize(40);
    Arbitrary<List<Object>> withNulls = numbers.injectNull(0.3).list().ofMaxSize(40);
    return Arbitraries.oneOf(some, withNulls).list().ofMinSize(1).ofMaxSize(10);
  }

  @Provide
  Arbitrary<DataType> numberTypes() {
    return Arbitraries.of(DataTypes.FloatType, DataTypes.DoubleType, DataTypes.StringType);
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of("", "\n", "\r\n", " ", "\n\n\t");
  }

  /** Indents JSON without touching the digits of its numbers. */
  private static String pretty(String json) {
    StringWriter text = new StringWriter();
    try (JsonParser from = FACTORY.createParser(json);
        JsonGenerator to = FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
      while (from.nextToken() != null) {
        if (from.currentToken().isNumeric()) {
          to.writeNumber(from.getText());
        } else {
          to.copyCurrentEvent(from);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
