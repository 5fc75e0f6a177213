package dev.batchtransform.spark.internal.record.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.batchtransform.spark.exceptions.TransformException;
import dev.batchtransform.spark.internal.options.RecordFormat;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordEncoderTest {

  private static final StructType TITLE_AND_PRICE =
      StructType.fromDDL("title STRING, price DECIMAL(20,10), size STRUCT<w: INT, h: INT>");

  @Test
  void aRecordHasTheColumnsInTheirOrderAndKeepsNulls() {
    Row row = RowFactory.create("Pan", new BigDecimal("0.0000000001"), null);
    assertThat(encode(TITLE_AND_PRICE, row, object("size", "price", "title")))
        .isEqualTo("{\"size\":null,\"price\":0.0000000001,\"title\":\"Pan\"}");
  }

  @Test
  void aColumnIsFoundWhateverTheCaseOfItsLettersAndSentUnderItsOwnName() {
    Row row = RowFactory.create("Pan", null, null);
    assertThat(encode(TITLE_AND_PRICE, row, object("TITLE"))).isEqualTo("{\"title\":\"Pan\"}");
  }

  @Test
  void aRecordWithRowIdCarriesItsIndex() {
    RecordSpec spec = new RecordSpec(List.of("title"), null, RecordFormat.JSON, true);
    RecordEncoder encoder = RecordEncoder.create(TITLE_AND_PRICE, spec);
    encoder.encode(internal(TITLE_AND_PRICE, RowFactory.create("Pan", null, null)), 41);
    assertThat(line(encoder)).isEqualTo("{\"record\":{\"title\":\"Pan\"},\"row\":\"41\"}");
  }

  @Test
  void denseAndSparseVectorsAreArraysOfAllTheirNumbers() {
    StructType schema = new StructType().add("features", SQLDataTypes.VectorType());
    RecordSpec spec = payload("features");
    assertThat(encode(schema, RowFactory.create(Vectors.dense(1, 0, -2.5)), spec))
        .isEqualTo("[1.0,0.0,-2.5]");
    Row sparse =
        RowFactory.create(Vectors.sparse(4, new int[] {1, 3}, new double[] {0.5, Double.NaN}));
    assertThat(encode(schema, sparse, spec)).isEqualTo("[0.0,0.5,0.0,\"NaN\"]");
  }

  @Test
  void aPayloadOfAnyTypeIsSentAsItself() {
    StructType schema =
        StructType.fromDDL("s STRUCT<a: INT>, l ARRAY<INT>, m MAP<STRING, INT>, d DATE, i INT");
    Row row =
        RowFactory.create(
            RowFactory.create(1), List.of(1, 2), Map.of("k", 3), LocalDate.of(2026, 11, 22), 7);
    assertThat(encode(schema, row, payload("s"))).isEqualTo("{\"a\":1}");
    assertThat(encode(schema, row, payload("l"))).isEqualTo("[1,2]");
    assertThat(encode(schema, row, payload("m"))).isEqualTo("{\"k\":3}");
    assertThat(encode(schema, row, payload("d"))).isEqualTo("\"2026-11-22\"");
    assertThat(encode(schema, row, payload("i"))).isEqualTo("7");
  }

  @Test
  void keysThatAreNotStringsAreSentAsToJsonSendsThem() {
    StructType schema = StructType.fromDDL("m MAP<INT, BOOLEAN>, n MAP<DECIMAL(5,2), INT>");
    Row row = RowFactory.create(Map.of(-1, true), Map.of(new BigDecimal("1.50"), 2));
    assertThat(encode(schema, row, object("m", "n")))
        .isEqualTo("{\"m\":{\"-1\":true},\"n\":{\"1.50\":2}}");
  }

  @Test
  void aStringPayloadIsSentAsTheJsonItHolds() {
    assertThat(encodeText("{\"b\":1,\n \"a\" : \"x\\ny\"}", payload("text")))
        .isEqualTo("{\"b\":1,  \"a\" : \"x\\ny\"}");
    assertThat(encodeText("\"a\u2028b\u0085c\u2029\"", payload("text")))
        .isEqualTo("\"a\\u2028b\\u0085c\\u2029\"");
    assertThat(encodeText(" 12 ", payload("text"))).isEqualTo(" 12 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}{}",
        "1 2",
        "[1,]",
        "{'a':1}",
        "NaN",
        "\"a\nb\"",
        "text",
        "\u0000",
        "\ufeff1"
      })
  void aStringPayloadThatIsNotOneJsonValueCannotBeSent(String text) {
    assertThat(encodeText(text, payload("text"))).isNull();
  }

  @Test
  void aStringPayloadThatIsNotUtf8CannotBeSent() {
    byte[] bytes = {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'};
    assertThat(encodeText(UTF8String.fromBytes(bytes), payload("text"))).isNull();
  }

  @Test
  void aNullPayloadCannotBeSentAndLeavesNothingInTheBuffer() {
    RecordEncoder encoder =
        RecordEncoder.create(text(), new RecordSpec(List.of(), "text", RecordFormat.JSON, true));
    encoder.encode(new GenericInternalRow(new Object[] {UTF8String.fromString("1")}), 0);
    assertThat(encoder.length()).isPositive();
    assertThat(encoder.encode(new GenericInternalRow(new Object[] {null}), 1)).isFalse();
    assertThat(encoder.length()).isZero();
  }

  @Test
  void whereRecordsAreNotJsonTheTextIsTheLine() {
    RecordSpec csv = new RecordSpec(List.of(), "text", RecordFormat.TEXT, false);
    assertThat(encodeText("5.1,3.5,\"a\"\u2028", csv)).isEqualTo("5.1,3.5,\"a\"\u2028");
    assertThat(encodeText("a\nb", csv)).isNull();
    assertThat(encodeText("a\r", csv)).isNull();
    assertThat(encodeText(" ", csv)).isNull();
  }

  @Test
  void bytesThatAreNoUtf8BecomeTheReplacementCharacter() {
    byte[] bytes = {'a', (byte) 0xC3, 'b', (byte) 0xED, (byte) 0xA0, (byte) 0x80};
    assertThat(encodeText(UTF8String.fromBytes(bytes), object("text")))
        .isEqualTo("{\"text\":\"" + new String(bytes, StandardCharsets.UTF_8) + "\"}");
  }

  @Test
  void aStringWithinALargerArrayIsReadFromItsOwnPlace() {
    byte[] bytes = "before\u2028after".getBytes(StandardCharsets.UTF_8);
    assertThat(encodeText(UTF8String.fromBytes(bytes, 6, 8), object("text")))
        .isEqualTo("{\"text\":\"\\u2028after\"}");
  }

  @Test
  void aRecordMayBeLong() {
    String title = "漢字 and more ".repeat(100_000);
    assertThat(encodeText(title, object("text"))).isEqualTo("{\"text\":\"" + title + "\"}");
  }

  @Test
  void anUnknownColumnIsNamedWithTheNearestOne() {
    assertRefused(TITLE_AND_PRICE, object("titel"))
        .withMessage("Cannot find column 'titel'. Did you mean 'title'?");
    assertRefused(TITLE_AND_PRICE, payload("sizes")).withMessageContaining("'size'");
  }

  @Test
  void columnsThatShareANameAreRefused() {
    StructType twice = StructType.fromDDL("A INT, a INT").add("a", DataTypes.LongType);
    assertRefused(twice, object("a")).withMessageContaining("2 columns have that name");
    assertRefused(TITLE_AND_PRICE, object("title", "Title")).withMessageContaining("twice");
  }

  @Test
  void noColumnsAreNoRecord() {
    assertRefused(TITLE_AND_PRICE, object()).withMessageContaining("without columns");
    assertRefused(new StructType(), object("a")).withMessageContaining("has no columns");
  }

  @Test
  void aTypeWithoutJsonFormIsRefusedByThePathOfItsColumn() {
    StructType schema =
        new StructType()
            .add("a", new StructType().add("b", DataTypes.CalendarIntervalType))
            .add("l", DataTypes.createArrayType(DataTypes.CalendarIntervalType));
    assertRefused(schema, object("a"))
        .withMessageStartingWith("Cannot send column 'a.b' because its type interval has no JSON");
    assertRefused(schema, object("l")).withMessageContaining("'l[]'");
    DataType byDate = DataTypes.createMapType(DataTypes.DateType, DataTypes.StringType);
    assertRefused(new StructType().add("m", byDate), object("m"))
        .withMessageStartingWith("Cannot send column 'm' because its keys are of type date");
  }

  @Test
  void recordsThatAreNotJsonNeedAStringThatHoldsTheLine() {
    assertRefused(TITLE_AND_PRICE, new RecordSpec(List.of("title"), null, RecordFormat.TEXT, false))
        .withMessageContaining("'payloadColumn'");
    assertRefused(TITLE_AND_PRICE, new RecordSpec(List.of(), "price", RecordFormat.TEXT, false))
        .withMessageContaining("decimal");
    assertRefused(TITLE_AND_PRICE, new RecordSpec(List.of(), "title", RecordFormat.TEXT, true))
        .withMessageContaining("join=position");
  }

  private static ThrowableAssertAlternative<TransformException> assertRefused(
      StructType schema, RecordSpec spec) {
    return assertThatExceptionOfType(TransformException.class)
        .isThrownBy(() -> RecordEncoder.check(schema, spec));
  }

  private static RecordSpec object(String... columns) {
    return new RecordSpec(List.of(columns), null, RecordFormat.JSON, false);
  }

  private static RecordSpec payload(String column) {
    return new RecordSpec(List.of(), column, RecordFormat.JSON, false);
  }

  private static StructType text() {
    return new StructType().add("text", DataTypes.StringType);
  }

  private static @Nullable String encodeText(String text, RecordSpec spec) {
    return encodeText(UTF8String.fromString(text), spec);
  }

  private static @Nullable String encodeText(UTF8String text, RecordSpec spec) {
    RecordEncoder encoder = RecordEncoder.create(text(), spec);
    return encoder.encode(new GenericInternalRow(new Object[] {text}), 0) ? line(encoder) : null;
  }

  private static String encode(StructType schema, Row row, RecordSpec spec) {
    RecordEncoder encoder = RecordEncoder.create(schema, spec);
    assertThat(encoder.encode(internal(schema, row), 0)).isTrue();
    return line(encoder);
  }

  private static InternalRow internal(StructType schema, Row row) {
    return LocalSpark.unsafeRows(LocalSpark.dataFrame(schema, List.of(row))).get(0);
  }

  private static String line(RecordEncoder encoder) {
    return new String(encoder.buffer(), 0, encoder.length(), StandardCharsets.UTF_8);
  }
}
