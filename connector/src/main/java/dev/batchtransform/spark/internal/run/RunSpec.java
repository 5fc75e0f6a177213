package dev.batchtransform.spark.internal.run;

import static dev.batchtransform.spark.internal.options.OptionTable.ANSWER_KEY;
import static dev.batchtransform.spark.internal.options.OptionTable.CARRY_COLUMNS;
import static dev.batchtransform.spark.internal.options.OptionTable.ENDPOINT_NAME;
import static dev.batchtransform.spark.internal.options.OptionTable.ERROR_COLUMN;
import static dev.batchtransform.spark.internal.options.OptionTable.EXECUTOR;
import static dev.batchtransform.spark.internal.options.OptionTable.INPUT_COLUMNS;
import static dev.batchtransform.spark.internal.options.OptionTable.JOIN;
import static dev.batchtransform.spark.internal.options.OptionTable.LOCAL_MODEL;
import static dev.batchtransform.spark.internal.options.OptionTable.MAX_PAYLOAD_IN_MB;
import static dev.batchtransform.spark.internal.options.OptionTable.MODEL;
import static dev.batchtransform.spark.internal.options.OptionTable.PAYLOAD_COLUMN;
import static dev.batchtransform.spark.internal.options.OptionTable.RESULT_COLUMN;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.TransformException;
import dev.batchtransform.spark.internal.join.AnswerOptions;
import dev.batchtransform.spark.internal.options.ExecutorKind;
import dev.batchtransform.spark.internal.options.JoinMode;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.RecordFormat;
import dev.batchtransform.spark.internal.options.ResultColumns;
import dev.batchtransform.spark.internal.options.TimestampPrecision;
import dev.batchtransform.spark.internal.options.TransformOption;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.record.ColumnNames;
import dev.batchtransform.spark.internal.record.Columns;
import dev.batchtransform.spark.internal.record.answer.CarriedKey;
import dev.batchtransform.spark.internal.record.encode.RecordEncoder;
import dev.batchtransform.spark.internal.record.encode.RecordSpec;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * What a write will do, worked out from its options and the DataFrame's schema before anything is
 * staged.
 *
 * @param options the options
 * @param schema the DataFrame's schema
 * @param record how a row becomes a record
 * @param carried columns that come back in the result, in order
 */
public record RunSpec(
    TransformOptions options, StructType schema, RecordSpec record, List<String> carried) {

  private static final long MIB = 1L << 20;

  /**
   * Works it out.
   *
   * @param caseSensitive whether column names that differ only in case are different, as {@code
   *     spark.sql.caseSensitive}
   * @throws TransformException when the options and the schema do not go together; the message
   *     names the option or the column
   */
  public static RunSpec of(TransformOptions options, StructType schema, boolean caseSensitive) {
    options.requireForWriting();
    ColumnNames columns = new ColumnNames(schema, caseSensitive).requireDistinct();
    TransformOptions named = withNamesOf(columns, options.withRecordDefaults());
    Optional<String> payload = named.find(PAYLOAD_COLUMN);
    List<String> sent =
        payload.map(List::of).orElseGet(() -> named.find(INPUT_COLUMNS).orElse(columns.all()));
    RecordSpec record =
        new RecordSpec(
            sent,
            payload.orElse(null),
            RecordFormat.of(named),
            named.get(JOIN) == JoinMode.RECORD,
            named.get(OptionTable.TIMESTAMP_PRECISION));
    RecordEncoder.check(schema, record);
    List<String> carried = named.find(CARRY_COLUMNS).orElse(columns.all());
    named
        .find(ANSWER_KEY)
        .ifPresent(key -> requireKey(key, schema, record.timestamps(), sent, carried));
    ColumnNames ofResult = new ColumnNames(Columns.select(schema, carried), caseSensitive);
    ResultColumns added = ResultColumns.of(named);
    ofResult.refuseClash(RESULT_COLUMN.name(), added.prediction());
    ofResult.refuseClash(ERROR_COLUMN.name(), added.error());
    RunSpec spec = new RunSpec(named, schema, record, carried);
    spec.predictionType();
    return spec;
  }

  /** The options with each column spelled as in the schema; what is spelled so already stays. */
  private static TransformOptions withNamesOf(ColumnNames columns, TransformOptions options) {
    TransformOptions named = options;
    Optional<List<String>> sent = options.find(INPUT_COLUMNS);
    if (sent.isPresent()) {
      named = named.with(INPUT_COLUMNS, columns.resolveSent(INPUT_COLUMNS.name(), sent.get()));
    }
    Optional<List<String>> carried = options.find(CARRY_COLUMNS);
    if (carried.isPresent()) {
      named = named.with(CARRY_COLUMNS, columns.resolve(CARRY_COLUMNS.name(), carried.get()));
    }
    for (TransformOption<String> option : List.of(PAYLOAD_COLUMN, ANSWER_KEY)) {
      Optional<String> given = options.find(option);
      if (given.isPresent()) {
        named = named.with(option, columns.resolve(option.name(), given.get()));
      }
    }
    return named;
  }

  /** Most bytes of one request's body, line break included. */
  public long maxRecordBytes() {
    return options.get(MAX_PAYLOAD_IN_MB) * MIB;
  }

  /** The type of a prediction, as far as the options say it. */
  public Optional<DataType> predictionType() {
    return AnswerOptions.givenType(options);
  }

  /** As {@link #model(ExecutorKind, TransformOptions)}. */
  public Optional<String> model() {
    return model(options.get(EXECUTOR), options);
  }

  /**
   * The model that answers: SageMaker's name or the local one's address; empty while it is open
   * which one.
   */
  public static Optional<String> model(ExecutorKind kind, TransformOptions options) {
    return switch (kind) {
      case BATCH_TRANSFORM, STEP_FUNCTIONS -> options.find(MODEL);
      case LOCAL -> options.find(LOCAL_MODEL);
      case ASYNC -> options.find(ENDPOINT_NAME);
      case AUTO -> Optional.empty();
    };
  }

  /** What is compared must be in the record and in the row, and come back as it went. */
  private static void requireKey(
      String key,
      StructType schema,
      TimestampPrecision timestamps,
      List<String> sent,
      List<String> carried) {
    if (!sent.contains(key) || !carried.contains(key)) {
      throw new InvalidOptionException(
          "Option 'answerKey' names the column '"
              + key
              + "', which is not "
              + (sent.contains(key) ? "carried" : "sent")
              + ". Add it to '"
              + (sent.contains(key) ? CARRY_COLUMNS.name() : INPUT_COLUMNS.name())
              + "', or name another one.");
    }
    DataType type = schema.apply(key).dataType();
    if (!CarriedKey.isKeyType(type)) {
      throw new InvalidOptionException(
          "Option 'answerKey' names the column '"
              + key
              + "' of type "
              + type.catalogString()
              + ". A model need not give such a value back as it was. Name a column of strings,"
              + " whole numbers, decimals, booleans, dates or timestamps.");
    }
    boolean timestamp = type instanceof TimestampType || type instanceof TimestampNTZType;
    if (timestamp && timestamps == TimestampPrecision.MICROSECONDS) {
      throw new InvalidOptionException(
          "Option 'answerKey' names the timestamp '"
              + key
              + "', and keys are compared to the millisecond. Leave out"
              + " timestampPrecision=microseconds, or name another column.");
    }
  }
}
