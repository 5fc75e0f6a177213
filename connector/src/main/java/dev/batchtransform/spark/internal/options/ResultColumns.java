package dev.batchtransform.spark.internal.options;

/**
 * Names of the columns that a result has beside the carried ones.
 *
 * @param prediction the model's answer
 * @param error why there is none
 */
public record ResultColumns(String prediction, String error) {

  /** The names that options give. */
  public static ResultColumns of(TransformOptions options) {
    return of(options, options);
  }

  /** The names that a read gives, else those of the write. A name goes before a prefix. */
  public static ResultColumns of(TransformOptions write, TransformOptions read) {
    return new ResultColumns(
        name(OptionTable.RESULT_COLUMN, write, read), name(OptionTable.ERROR_COLUMN, write, read));
  }

  private static String name(
      TransformOption<String> option, TransformOptions write, TransformOptions read) {
    TransformOptions given =
        read.isSet(option) || read.isSet(OptionTable.RESULT_PREFIX) ? read : write;
    return given.isSet(option)
        ? given.get(option)
        : given.find(OptionTable.RESULT_PREFIX).orElse("") + option.defaultValue().orElseThrow();
  }
}
