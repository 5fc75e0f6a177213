package dev.batchtransform.spark.internal.join;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.options.ExecutorKind;
import dev.batchtransform.spark.internal.options.JoinMode;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.ResultFormat;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.record.answer.AnswerContract;
import dev.batchtransform.spark.internal.record.answer.AnswerFormat;
import dev.batchtransform.spark.internal.record.value.PredictionSchema;
import dev.batchtransform.spark.model.BatchStrategy;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** What a run's options say of the model's answers. */
public final class AnswerOptions {
  private AnswerOptions() {}

  /** How the answers of a run are written. */
  public static AnswerFormat format(TransformOptions options) {
    return options.get(OptionTable.RESULT_FORMAT) == ResultFormat.TEXT
        ? AnswerFormat.TEXT
        : AnswerFormat.JSON;
  }

  /** What is known of the answers of a run before any is seen. */
  public static AnswerContract contract(TransformOptions options) {
    boolean joined = options.get(OptionTable.JOIN) == JoinMode.RECORD;
    boolean oneARequest = options.get(OptionTable.BATCH_STRATEGY) == BatchStrategy.SINGLE_RECORD;
    // The local executor gives each record a line of its own, whatever a request held.
    boolean local = options.get(OptionTable.EXECUTOR) == ExecutorKind.LOCAL;
    return new AnswerContract(
        format(options),
        joined,
        oneARequest || (local && !joined),
        options.find(OptionTable.ANSWER_KEY).orElse(null));
  }

  /** The type of a prediction, as far as the options say it; empty when it is to be inferred. */
  public static Optional<DataType> givenType(TransformOptions options) {
    if (format(options) == AnswerFormat.TEXT) {
      return Optional.of(DataTypes.StringType);
    }
    return options.find(OptionTable.RESULT_SCHEMA).map(AnswerOptions::typeOf);
  }

  private static DataType typeOf(String ddl) {
    try {
      return PredictionSchema.fromDdl(ddl);
    } catch (IllegalArgumentException problem) {
      throw new InvalidOptionException("Cannot use option 'resultSchema'. " + problem.getMessage());
    }
  }
}
