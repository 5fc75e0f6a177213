package dev.batchtransform.examples.catalog;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The catalog as a DataFrame, one row per item, one column per field. */
public final class CatalogDataFrame {
  private static final StructType SCHEMA =
      new StructType()
          .add("id", StringType, false)
          .add("title", StringType, false)
          .add("words", createArrayType(StringType, false), false)
          .add("description", StringType, false)
          .add("examples", createArrayType(StringType, false), false)
          .add("category", StringType, false)
          .add("broader", StringType, true)
          .add("offset", LongType, false);

  private CatalogDataFrame() {}

  public static Dataset<Row> of(SparkSession spark, List<CatalogItem> items) {
    return spark.createDataFrame(items.stream().map(CatalogDataFrame::row).toList(), SCHEMA);
  }

  private static Row row(CatalogItem item) {
    return RowFactory.create(
        item.id(),
        item.title(),
        item.words().toArray(),
        item.description(),
        item.examples().toArray(),
        item.category(),
        item.broader(),
        item.offset());
  }
}
