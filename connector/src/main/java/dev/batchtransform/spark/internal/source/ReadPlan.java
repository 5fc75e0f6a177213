package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.internal.join.AnswerPlan;
import dev.batchtransform.spark.internal.options.ReadMode;
import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * What a read wants of each row. Travels to the executors.
 *
 * @param answers how answers are read
 * @param columns what is wanted, in order
 * @param carried columns of the row log, as the ledger says
 * @param mode what is done with a row that has failed
 * @param runId the run's name
 * @param dt the run's day
 * @param created when the run began, which tells it from another one of its name
 */
public record ReadPlan(
    AnswerPlan answers,
    List<Wanted> columns,
    StructType carried,
    ReadMode mode,
    String runId,
    String dt,
    Instant created)
    implements Serializable {

  /**
   * A wanted column.
   *
   * @param ordinal of the carried row, or one of the constants below
   */
  record Wanted(int ordinal, DataType type) implements Serializable {}

  static final int PREDICTION = -1;
  static final int ERROR = -2;

  /** The run's name and day, where a read reads several. */
  static final int RUN_ID = -3;

  static final int DT = -4;

  /** A column that others of the runs have. */
  static final int ABSENT = -5;

  public static ReadPlan of(RunSnapshot snapshot, StructType required) {
    ResultSchema result = snapshot.result();
    List<String> names = Arrays.asList(result.carried().fieldNames());
    List<Wanted> columns =
        Arrays.stream(required.fields())
            .map(field -> new Wanted(ordinal(field.name(), result, names), field.dataType()))
            .toList();
    return new ReadPlan(
        AnswerPlan.of(snapshot.layout(), result.predictionType(), snapshot.write()),
        columns,
        result.carried(),
        snapshot.mode(),
        snapshot.run().runId(),
        snapshot.run().dt(),
        snapshot.run().created());
  }

  /** Whether answers have to be decoded at all: what nobody asks for is not parsed. */
  public boolean needsAnswers() {
    return mode != ReadMode.PERMISSIVE || wants(PREDICTION) || wants(ERROR);
  }

  /** Whether rows have to be opened at all: their number is known from the ledger. */
  boolean needsRows() {
    return columns.size() > 0 || needsAnswers();
  }

  /**
   * Whether all carried columns are wanted, first and in their own order, so that the row can be
   * handed on as it is.
   */
  boolean startsWithAllCarried() {
    int carriedColumns = carried.length();
    if (columns.size() < carriedColumns) {
      return false;
    }
    for (int each = 0; each < carriedColumns; each++) {
      if (columns.get(each).ordinal() != each) {
        return false;
      }
    }
    return true;
  }

  private boolean wants(int column) {
    return columns.stream().anyMatch(wanted -> wanted.ordinal() == column);
  }

  private static int ordinal(String name, ResultSchema result, List<String> carried) {
    if (name.equals(result.predictionColumn())) {
      return PREDICTION;
    }
    if (name.equals(result.errorColumn())) {
      return ERROR;
    }
    if (carried.contains(name)) {
      return carried.indexOf(name);
    }
    return switch (name) {
      case SeveralRuns.RUN_ID -> RUN_ID;
      case SeveralRuns.DT -> DT;
      default -> ABSENT;
    };
  }
}
