package dev.batchtransform.spark.internal.join;

import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.record.answer.AnswerContract;
import dev.batchtransform.spark.internal.record.answer.AnswerFormat;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.io.Serializable;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * How the answers of a run are read. Travels to the executors.
 *
 * @param layout where the run lies
 * @param predictionType type of a prediction
 * @param contract what is known of the answers before any is seen
 */
public record AnswerPlan(RunLayout layout, DataType predictionType, AnswerContract contract)
    implements Serializable {

  /** As the options of the run's write say it. */
  public static AnswerPlan of(RunLayout layout, DataType predictionType, TransformOptions write) {
    return new AnswerPlan(layout, predictionType, AnswerOptions.contract(write));
  }

  /** With the type that the ledger has. */
  public static AnswerPlan of(RunLedger run, RunLayout layout) {
    return of(
        layout,
        run.prediction().orElse(DataTypes.StringType),
        TransformOptions.parse(run.options()));
  }

  public AnswerFormat format() {
    return contract.format();
  }

  /**
   * The field that each record and its answer share; null when there is none, or when the answers
   * are read as lines, which have no such fields.
   */
  @Nullable String key() {
    return contract.format().isLine() ? null : contract.key();
  }

  public boolean joined() {
    return contract.joined();
  }
}
