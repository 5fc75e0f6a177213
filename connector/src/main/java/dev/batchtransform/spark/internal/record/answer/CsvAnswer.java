package dev.batchtransform.spark.internal.record.answer;

import com.fasterxml.jackson.core.JsonGenerator;
import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.RecordWrapper;
import dev.batchtransform.spark.internal.record.encode.LineBuffer;
import dev.batchtransform.spark.internal.record.encode.OneLineJson;
import dev.batchtransform.spark.internal.record.encode.ScalarWriters;
import dev.batchtransform.spark.internal.record.value.MismatchException;
import dev.batchtransform.spark.internal.text.Plural;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A line of csv as the JSON value that means the same, so that an answer is typed, checked and
 * inferred as any other: an object of the fields of a struct, an array, or the one value of the
 * line. As RFC 4180 has it; a field without anything is null, and {@code ""} an empty text.
 */
final class CsvAnswer {

  private final @Nullable DataType type;
  private final Fields fields = new Fields();
  private final CsvReader.CsvReaderBuilder csv =
      CsvReader.builder().skipEmptyLines(false).acceptCharsAfterQuotes(false);
  private final LineBuffer text = new LineBuffer();
  private final JsonGenerator json = OneLineJson.generator(text);

  /** Lines of this type; null to find it out. */
  CsvAnswer(@Nullable DataType type) {
    this.type = type;
  }

  /** Whether a line can hold values of a type. */
  static boolean holds(DataType type) {
    if (type instanceof StructType struct) {
      return IntStream.range(0, struct.length())
          .allMatch(each -> isField(struct.fields()[each].dataType()));
    }
    return isField(type instanceof ArrayType array ? array.elementType() : type);
  }

  private static boolean isField(DataType type) {
    return !(type instanceof StructType || type instanceof ArrayType || type instanceof MapType);
  }

  /** The value of the line that was read last. */
  LineBuffer json() {
    return text;
  }

  /**
   * Reads a line.
   *
   * @throws MismatchException when it is not csv, or has not as many fields as the type
   */
  void read(String line) throws IOException, MismatchException {
    split(line);
    text.clear();
    if (type instanceof StructType struct) {
      requireFields(struct.length());
      writeObject(struct);
    } else if (type instanceof ArrayType array) {
      writeArray(array.elementType());
    } else if (type == null) {
      writeInferred();
    } else if (ScalarWriters.isText(type) && fields.count() > 1) {
      json.writeString(line);
    } else {
      requireFields(1);
      write(0, type);
    }
    json.flush();
  }

  private void split(String line) throws IOException, MismatchException {
    fields.clear();
    try (CsvReader<Fields> reader = csv.build(fields, line)) {
      reader.forEach(read -> {});
    } catch (CsvParseException failure) {
      // Without the library's message, which may quote the answer.
      throw new MismatchException("the answer is not csv: text follows the end of a quoted field");
    }
  }

  private void requireFields(int expected) throws MismatchException {
    if (fields.count() != expected) {
      throw new MismatchException(
          "expected %s of csv, found %d".formatted(Plural.of(expected, "field"), fields.count()));
    }
  }

  private void writeObject(StructType struct) throws IOException {
    json.writeStartObject();
    for (int each = 0; each < struct.length(); each++) {
      StructField field = struct.fields()[each];
      json.writeFieldName(field.name());
      write(each, field.dataType());
    }
    json.writeEndObject();
  }

  private void writeArray(DataType element) throws IOException {
    json.writeStartArray();
    for (int each = 0; each < fields.count(); each++) {
      write(each, element);
    }
    json.writeEndArray();
  }

  private void write(int field, DataType as) throws IOException {
    if (fields.isNull(field)) {
      json.writeNull();
    } else if (ScalarWriters.isText(as)) {
      json.writeString(fields.text(field));
    } else {
      CsvScalar.write(json, fields.text(field).strip(), as);
    }
  }

  /** Several numbers are an array of doubles, also when all of them are whole in this answer. */
  private void writeInferred() throws IOException {
    boolean several = fields.count() > 1;
    if (several) {
      json.writeStartArray();
    }
    for (int each = 0; each < fields.count(); each++) {
      if (fields.isNull(each)) {
        json.writeNull();
      } else {
        CsvScalar.writeInferred(json, fields.text(each), several);
      }
    }
    if (several) {
      json.writeEndArray();
    }
  }

  /** The fields of a line. */
  private static final class Fields extends AbstractBaseCsvCallbackHandler<Fields> {
    private final List<String> texts = new ArrayList<>();
    private final List<Boolean> quotes = new ArrayList<>();

    void clear() {
      texts.clear();
      quotes.clear();
    }

    int count() {
      return texts.size();
    }

    String text(int field) {
      return texts.get(field);
    }

    boolean isNull(int field) {
      return texts.get(field).isEmpty() && !quotes.get(field);
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
      texts.add(new String(buffer, offset, length));
      quotes.add(quoted);
    }

    @Override
    protected RecordWrapper<Fields> buildRecord() {
      return wrapRecord(this);
    }
  }
}
