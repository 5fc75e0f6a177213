package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.internal.join.AnswerOptions;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.ResultColumns;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.record.ColumnNames;
import dev.batchtransform.spark.internal.record.Columns;
import dev.batchtransform.spark.internal.session.Sessions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a joined result.
 *
 * @param carried the carried columns as they came in
 * @param predictionColumn name of the prediction
 * @param predictionType type of a prediction
 * @param errorColumn name of the error
 */
public record ResultSchema(
    StructType carried, String predictionColumn, DataType predictionType, String errorColumn) {

  /** The result of a run as a read asks for it: its options over those of the write. */
  public static ResultSchema of(RunLedger run, TransformOptions write, TransformOptions read) {
    StructType input = run.inputSchema();
    List<String> kept =
        write.find(OptionTable.CARRY_COLUMNS).orElse(Arrays.asList(input.fieldNames()));
    StructType carried = Columns.select(input, kept);
    ResultColumns names = ResultColumns.of(write, read);
    ResultSchema result =
        new ResultSchema(carried, names.prediction(), predictionType(run, read), names.error());
    ColumnNames columns = new ColumnNames(carried, Sessions.caseSensitive());
    columns.refuseClash(OptionTable.RESULT_COLUMN.name(), result.predictionColumn);
    columns.refuseClash(OptionTable.ERROR_COLUMN.name(), result.errorColumn);
    return result;
  }

  /** All columns: the carried ones, the prediction, the error. */
  public StructType schema() {
    return new StructType(
        Stream.concat(Arrays.stream(carried.fields()), Stream.of(prediction(), error()))
            .toArray(StructField[]::new));
  }

  private StructField prediction() {
    return DataTypes.createStructField(predictionColumn, predictionType, true);
  }

  private StructField error() {
    return DataTypes.createStructField(errorColumn, ErrorRow.TYPE, true);
  }

  private static DataType predictionType(RunLedger run, TransformOptions read) {
    return AnswerOptions.givenType(read)
        .or(() -> AnswerOptions.typeElsewhere(run, read))
        .or(run::prediction)
        .orElse(DataTypes.StringType);
  }
}
