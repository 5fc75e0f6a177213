package dev.batchtransform.spark.internal.record.encode;

import java.util.Locale;

/** What a record's line is, by the content type. */
public enum RecordFormat {
  /** A JSON value. */
  JSON,
  /** The values of the columns, separated by commas. */
  CSV,
  /** Something else: the line is made by whoever writes the DataFrame. */
  TEXT;

  /** The format of records of this media type. */
  public static RecordFormat of(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT);
    if (type.contains("json")) {
      return JSON;
    }
    return type.contains("csv") ? CSV : TEXT;
  }
}
