package dev.batchtransform.engine.processing;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SageMaker's {@code DataProcessing}: input filter, then the model, then the join of the unfiltered
 * record with its answer, then the output filter. Without filters and join, bytes pass untouched.
 */
public final class DataProcessing {

  private final JsonPath inputFilter;
  private final JsonPath outputFilter;
  private final boolean joins;
  private final RecordFormat format;

  /**
   * @throws IllegalArgumentException when a filter is not a path that SageMaker knows
   */
  public DataProcessing(
      String inputFilter, JoinSource joinSource, String outputFilter, @Nullable String mimeType) {
    this.inputFilter = JsonPath.parse(inputFilter);
    this.outputFilter = JsonPath.parse(outputFilter);
    this.joins = joinSource == JoinSource.INPUT;
    this.format = RecordFormat.of(mimeType);
    if (format instanceof CsvFormat) {
      this.inputFilter.requireColumns();
      this.outputFilter.requireColumns();
    }
  }

  /** Whether the input filter leaves anything out. */
  public boolean filtersInput() {
    return !inputFilter.isRoot();
  }

  /** Whether answers are joined with the records they answer. */
  public boolean joins() {
    return joins;
  }

  /** What the model is to see of a record. It ends in LF if the record does. */
  public byte[] modelInput(byte[] record) throws DataProcessingException {
    if (!filtersInput()) {
      return record;
    }
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.writeBytes(format.write(inputFilter.select(format.read(record))));
    if (record.length > 0 && record[record.length - 1] == '\n') {
      input.write('\n');
    }
    return input.toByteArray();
  }

  /**
   * What the output file is to hold of an answer: one line per record when there is a join.
   *
   * @param sources the records that were asked about
   */
  public byte[] output(List<byte[]> sources, byte[] answer) throws DataProcessingException {
    if (!joins && outputFilter.isRoot()) {
      return answer;
    }
    List<@Nullable Object> values = format.readAll(answer);
    if (joins) {
      values = join(sources, values);
    }
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        output.write('\n');
      }
      output.writeBytes(format.write(outputFilter.select(values.get(i))));
    }
    return output.toByteArray();
  }

  private List<@Nullable Object> join(List<byte[]> sources, List<@Nullable Object> values)
      throws DataProcessingException {
    if (values.size() != sources.size()) {
      throw new DataProcessingException(
          "Cannot join the answer because its values are not as many as the request's records: "
              + values.size()
              + " for "
              + sources.size()
              + ". Send one record per request, or let the model answer one line per record.");
    }
    List<@Nullable Object> joined = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      joined.add(format.join(format.read(sources.get(i)), values.get(i)));
    }
    return joined;
  }
}
