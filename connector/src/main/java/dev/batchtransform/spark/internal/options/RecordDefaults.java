package dev.batchtransform.spark.internal.options;

import java.util.HashMap;
import java.util.Map;

/**
 * What the format of the records says of other options, where nobody says otherwise. A run keeps it
 * with its options, so that it reads the same whatever a later version takes for the default.
 */
final class RecordDefaults {
  private RecordDefaults() {}

  /** What is to be added to the options. */
  static Map<String, String> of(TransformOptions options) {
    Map<String, String> added = new HashMap<>();
    boolean csvAnswers = options.get(OptionTable.RESULT_FORMAT) == ResultFormat.CSV;
    if (csvAnswers && !options.isSet(OptionTable.ACCEPT)) {
      added.put(OptionTable.ACCEPT.name(), RecordFormat.CSV.mediaType());
    }
    options.find(OptionTable.RECORD_FORMAT).ifPresent(format -> add(format, options, added));
    return added;
  }

  private static void add(
      RecordFormat format, TransformOptions options, Map<String, String> added) {
    if (!options.isSet(OptionTable.CONTENT_TYPE)) {
      added.put(OptionTable.CONTENT_TYPE.name(), format.mediaType());
    }
    if (!options.isSet(OptionTable.ACCEPT)) {
      added.putIfAbsent(OptionTable.ACCEPT.name(), format.mediaType());
    }
    boolean takenOut = options.dataProcessingFilter("OutputFilter").isPresent();
    boolean jsonAnswers = options.get(OptionTable.RESULT_FORMAT) == ResultFormat.JSON;
    if (jsonAnswers && !takenOut && !options.isSet(OptionTable.ANSWER_PATH)) {
      format.answerPath().ifPresent(path -> added.put(OptionTable.ANSWER_PATH.name(), path));
    }
  }
}
