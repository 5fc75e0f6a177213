package dev.batchtransform.examples.documents;

import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Documents as a DataFrame, one row per document. */
public final class DocumentsDataFrame {
  /** The document that no model can read. */
  public static final String SCAN = "scan-0417";

  private static final StructType SCHEMA =
      new StructType()
          .add("id", StringType, false)
          .add("name", StringType, false)
          .add("characters", IntegerType, false)
          .add("text", StringType, true);

  private DocumentsDataFrame() {}

  /** The licences, and among them {@link #SCAN}: a picture of a page, whose text nobody has. */
  public static Dataset<Row> withOneScan(SparkSession spark, List<Licence> licences) {
    Row scan = row(SCAN, "Scanned page without text", null);
    int middle = licences.size() / 2;
    List<Row> rows =
        Stream.of(
                licences.subList(0, middle).stream().map(DocumentsDataFrame::row),
                Stream.of(scan),
                licences.subList(middle, licences.size()).stream().map(DocumentsDataFrame::row))
            .flatMap(part -> part)
            .toList();
    return spark.createDataFrame(rows, SCHEMA);
  }

  private static Row row(Licence licence) {
    return row(licence.id(), licence.name(), licence.text());
  }

  private static Row row(String id, String name, @Nullable String text) {
    return RowFactory.create(id, name, text == null ? 0 : text.length(), text);
  }
}
