package dev.batchtransform.spark.internal.options;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a record's line is. */
public enum RecordFormat implements OptionChoice {
  /** A JSON value: an object of the columns, or one column itself. */
  JSON("json", "application/jsonlines", null),
  /** The values of the columns, separated by commas. */
  CSV("csv", "text/csv", null),
  /** {@code {"instances":[...]}}, as TensorFlow Serving and MLflow take it. */
  INSTANCES("instances", "application/json", "$.predictions[0]"),
  /** {@code {"dataframe_split":{"columns":[...],"data":[[...]]}}}, MLflow's form of a table. */
  DATAFRAME_SPLIT("dataframe_split", "application/json", "$.predictions[0]"),
  /** {@code {"inputs":...,"parameters":...}}, as Hugging Face's containers take it. */
  HUGGINGFACE("huggingface", "application/json", null),
  /**
   * {@code {"inputs":[{"name":...,"shape":...,"datatype":...,"data":...}]}}, Triton's and KServe's.
   */
  TRITON("triton", "application/json", null),
  /** The text of {@code payloadColumn} as it is. */
  TEXT("text", "text/plain", null);

  private final String text;
  private final String mediaType;
  private final @Nullable String answerPath;

  RecordFormat(String text, String mediaType, @Nullable String answerPath) {
    this.text = text;
    this.mediaType = mediaType;
    this.answerPath = answerPath;
  }

  /** What the options say: {@code recordFormat}, or else the content type. */
  public static RecordFormat of(TransformOptions options) {
    return options
        .find(OptionTable.RECORD_FORMAT)
        .orElseGet(() -> ofMediaType(options.get(OptionTable.CONTENT_TYPE)));
  }

  /** The format of records of a media type, where nobody says another one. */
  public static RecordFormat ofMediaType(String mediaType) {
    String type = mediaType.toLowerCase(Locale.ROOT);
    if (type.contains("json")) {
      return JSON;
    }
    return type.contains("csv") ? CSV : TEXT;
  }

  @Override
  public String text() {
    return text;
  }

  /** Whether a record is one JSON value. */
  public boolean isJson() {
    return this != CSV && this != TEXT;
  }

  /** Whether a record is a request by itself, so that two of them make none. */
  public boolean isWrapped() {
    return isJson() && this != JSON;
  }

  /** Media type of requests and answers, where nobody says another one. */
  String mediaType() {
    return mediaType;
  }

  /** Where such containers put the answer to the one record of a request. */
  Optional<String> answerPath() {
    return Optional.ofNullable(answerPath);
  }

  /** Whether such records may be called by this media type. */
  boolean fits(String contentType) {
    RecordFormat called = ofMediaType(contentType);
    return this == TEXT || called == TEXT || (called == CSV) == (this == CSV);
  }
}
