package dev.batchtransform.spark.internal.join;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.options.AnswerPath;
import dev.batchtransform.spark.internal.options.ExecutorKind;
import dev.batchtransform.spark.internal.options.JoinMode;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.record.answer.AnswerContract;
import dev.batchtransform.spark.internal.record.answer.AnswerFormat;
import dev.batchtransform.spark.internal.record.answer.AnswerReader;
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
    return switch (options.get(OptionTable.RESULT_FORMAT)) {
      case TEXT -> AnswerFormat.TEXT;
      case CSV -> AnswerFormat.CSV;
      case JSON -> AnswerFormat.JSON;
    };
  }

  /** What is known of the answers of a run before any is seen. */
  public static AnswerContract contract(TransformOptions options) {
    boolean joined = options.get(OptionTable.JOIN) == JoinMode.RECORD;
    boolean onePerRequest = options.get(OptionTable.BATCH_STRATEGY) == BatchStrategy.SINGLE_RECORD;
    // The local executor gives each record a line of its own, whatever a request held.
    boolean local = options.get(OptionTable.EXECUTOR) == ExecutorKind.LOCAL;
    return new AnswerContract(
        format(options),
        joined,
        onePerRequest || (local && !joined),
        options.find(OptionTable.ANSWER_KEY).orElse(null),
        options.find(OptionTable.ANSWER_PATH).orElse(null));
  }

  /** The type of a prediction, as far as the options say it; empty when it is to be inferred. */
  public static Optional<DataType> givenType(TransformOptions options) {
    if (format(options) == AnswerFormat.TEXT) {
      return Optional.of(DataTypes.StringType);
    }
    Optional<DataType> given = options.find(OptionTable.RESULT_SCHEMA).map(AnswerOptions::typeOf);
    given.ifPresent(type -> requireForm(type, format(options)));
    return given;
  }

  private static void requireForm(DataType type, AnswerFormat format) {
    if (format == AnswerFormat.CSV && !AnswerReader.isOfCsv(type)) {
      throw new InvalidOptionException(
          "Cannot use option 'resultSchema' with resultFormat=csv because a field of csv is a number, a text or the like: "
              + type.sql()
              + ". Name the fields of a line, such as label STRING, score DOUBLE, or array<double> for any number of them.");
    }
  }

  /**
   * The type of what a read takes out of the answers at another path than the run does; empty when
   * it does not. What the run knows of the answers says it, where that begins at their top.
   */
  public static Optional<DataType> typeElsewhere(RunLedger run, TransformOptions read) {
    Optional<AnswerPath> here = TransformOptions.parse(run.options()).find(OptionTable.ANSWER_PATH);
    Optional<AnswerPath> there = read.find(OptionTable.ANSWER_PATH);
    if (there.isEmpty() || there.equals(here)) {
      return Optional.empty();
    }
    boolean fromTheTop = here.map(path -> path.steps().isEmpty()).orElse(true);
    Optional<DataType> type = fromTheTop ? run.prediction() : Optional.empty();
    for (AnswerPath.Step step : there.get().steps()) {
      type = type.flatMap(above -> below(above, step));
    }
    return Optional.of(type.orElse(DataTypes.StringType));
  }

  private static Optional<DataType> below(DataType type, AnswerPath.Step step) {
    return step instanceof AnswerPath.Field field
        ? PredictionSchema.ofField(type, field.name())
        : PredictionSchema.ofElements(type);
  }

  private static DataType typeOf(String ddl) {
    try {
      return PredictionSchema.fromDdl(ddl);
    } catch (IllegalArgumentException problem) {
      throw new InvalidOptionException("Cannot use option 'resultSchema'. " + problem.getMessage());
    }
  }
}
