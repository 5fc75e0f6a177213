package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.internal.join.AnswerOptions;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.ResultColumns;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.record.ColumnNames;
import dev.batchtransform.spark.internal.record.answer.AnswerShape;
import dev.batchtransform.spark.internal.session.Sessions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that several runs have together: what any of them carries, null where a run does not
 * have it, then prediction and error, then which run a row is of.
 */
final class SeveralRuns {
  /** The run's name. */
  static final String RUN_ID = "run_id";

  /** The run's day. */
  static final String DT = "dt";

  private SeveralRuns() {}

  static RunsToRead of(List<RunSnapshot> runs, TransformOptions read) {
    StructType carried = carried(runs);
    ResultColumns names = ResultColumns.of(runs.get(runs.size() - 1).write(), read);
    DataType prediction = AnswerOptions.givenType(read).orElseGet(() -> predictionType(runs));
    ColumnNames columns = new ColumnNames(carried, Sessions.caseSensitive());
    columns.refuseClash(OptionTable.RESULT_COLUMN.name(), names.prediction());
    columns.refuseClash(OptionTable.ERROR_COLUMN.name(), names.error());
    List<RunSnapshot> alike = runs.stream().map(run -> run.with(prediction, names)).toList();
    return new RunsToRead(
        alike,
        new ResultSchema(carried, names.prediction(), prediction, names.error())
            .schema()
            .add(free(columns, RUN_ID), DataTypes.StringType, false)
            .add(free(columns, DT), DataTypes.StringType, false),
        true);
  }

  private static StructType carried(List<RunSnapshot> runs) {
    Map<String, StructField> all = new LinkedHashMap<>();
    Map<String, String> from = new LinkedHashMap<>();
    for (RunSnapshot run : runs) {
      for (StructField field : run.result().carried().fields()) {
        StructField seen = all.putIfAbsent(field.name(), nullable(field));
        String first = from.putIfAbsent(field.name(), run.run().runId());
        if (seen != null && !seen.dataType().sameType(field.dataType())) {
          throw new InvalidSchemaException(
              "Cannot read these runs together because column '%s' is %s in run '%s' and %s in run '%s'. Read those with the same type together."
                  .formatted(
                      field.name(),
                      seen.dataType().sql(),
                      first,
                      field.dataType().sql(),
                      run.run().runId()));
        }
      }
    }
    return new StructType(all.values().toArray(StructField[]::new));
  }

  private static StructField nullable(StructField field) {
    return new StructField(field.name(), field.dataType(), true, field.metadata());
  }

  /** One that all answers fit, as if they had been one run's. */
  private static DataType predictionType(List<RunSnapshot> runs) {
    List<DataType> types =
        runs.stream().map(run -> run.result().predictionType()).distinct().toList();
    if (types.size() == 1) {
      return types.get(0);
    }
    AnswerShape all = new AnswerShape();
    for (RunSnapshot run : runs) {
      all.add(
          run.run()
              .shapeOfAnswers()
              .orElseGet(() -> AnswerShape.of(run.result().predictionType(), run.run().rows())));
    }
    return all.type();
  }

  private static String free(ColumnNames columns, String name) {
    if (columns.all().contains(name)) {
      throw new InvalidSchemaException(
          "Cannot read several runs together because they carry a column '%s', the name that the result uses for the run itself. Read them one by one, or write them without it ('carryColumns')."
              .formatted(name));
    }
    return name;
  }
}
