package dev.batchtransform.examples;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What an example prints: headings, and text and tables set in below them. */
final class Page {
  private static final int COLUMN_WIDTH = 30;

  private Page() {}

  static void heading(String text) {
    System.out.println();
    System.out.println(text);
    System.out.println("-".repeat(text.length()));
  }

  static void text(String text) {
    System.out.print(text.stripTrailing().indent(2));
  }

  /** The first {@code rows} rows; long values are cut. */
  static void table(Dataset<Row> data, int rows) {
    text(data.showString(rows, COLUMN_WIDTH, false));
  }

  /** {@code text} cut to {@code width} characters. */
  static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 3) + "...";
  }
}
