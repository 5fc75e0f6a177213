package dev.batchtransform.spark.internal.record.encode;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.spark.internal.options.RecordFormat;
import dev.batchtransform.spark.internal.options.TimestampPrecision;
import dev.batchtransform.spark.internal.record.encode.Tables.Table;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

class RecordEncoderPropertyTest {

  private static final Map<String, String> OPTIONS =
      Map.of("ignoreNullFields", "false", "timeZone", "UTC");

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void aRecordSaysWhatToJsonSays(@ForAll("tables") Table table) {
    assertSays(table, TimestampPrecision.MILLISECONDS, OPTIONS);
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  void aRecordToTheMicrosecondSaysWhatToJsonSaysInThatFormat(@ForAll("tables") Table table) {
    Map<String, String> options = new HashMap<>(OPTIONS);
    options.put("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX");
    options.put("timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS");
    assertSays(table, TimestampPrecision.MICROSECONDS, options);
  }

  private static void assertSays(
      Table table, TimestampPrecision timestamps, Map<String, String> options) {
    Dataset<Row> rows = LocalSpark.dataFrame(table.schema(), table.rows());
    List<Row> expected = rows.select(to_json(struct(col("*")), options)).collectAsList();
    List<String> columns = Arrays.asList(table.schema().fieldNames());
    RecordEncoder encoder =
        RecordEncoder.create(
            table.schema(), new RecordSpec(columns, null, RecordFormat.JSON, false, timestamps));
    List<UnsafeRow> unsafeRows = LocalSpark.unsafeRows(rows);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(encoder.encode(unsafeRows.get(i), i)).isTrue();
      String line = line(encoder);
      assertIsOneLine(line);
      JsonTrees.assertSame(
          table.schema(), JsonTrees.parse(expected.get(i).getString(0)), JsonTrees.parse(line));
    }
  }

  @Property(tries = 500)
  void aStringThatHoldsJsonIsSentAsThatJsonOnOneLine(@ForAll("texts") String text)
      throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    Map<String, Object> value = Map.of("text", text, "list", List.of(text, 1));
    String pretty = mapper.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    LineBuffer line = new LineBuffer();
    byte[] bytes = pretty.getBytes(StandardCharsets.UTF_8);
    assertThat(RawJson.append(bytes, 0, bytes.length, line)).isTrue();
    String sent = new String(line.bytes(), 0, line.length(), StandardCharsets.UTF_8);
    assertIsOneLine(sent);
    assertThat(mapper.readTree(sent)).isEqualTo(mapper.readTree(bytes));
  }

  @Provide
  Arbitrary<Table> tables() {
    return Tables.sent();
  }

  @Provide
  Arbitrary<String> texts() {
    return Tables.texts();
  }

  private static String line(RecordEncoder encoder) {
    return new String(encoder.buffer(), 0, encoder.length(), StandardCharsets.UTF_8);
  }

  private static void assertIsOneLine(String line) {
    assertThat(line.chars()).noneMatch(c -> c < ' ' || c == 0x85 || c == 0x2028 || c == 0x2029);
  }
}
