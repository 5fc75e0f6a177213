package dev.batchtransform.benchmarks;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Rows of the kinds that get scored, made from their number alone. */
final class GeneratedRows {
  private static final String[] WORDS = {
    "acid",
    "amber",
    "apron",
    "basin",
    "beech",
    "binder",
    "bracket",
    "brass",
    "cable",
    "canvas",
    "carbon",
    "ceramic",
    "clamp",
    "copper",
    "cotton",
    "crystal",
    "denim",
    "drawer",
    "enamel",
    "fabric",
    "felt",
    "fibre",
    "filter",
    "flannel",
    "gasket",
    "glass",
    "granite",
    "handle",
    "hinge",
    "iron",
    "jacket",
    "kettle",
    "lamp",
    "leather",
    "linen",
    "magnet",
    "maple",
    "marble",
    "needle",
    "nickel",
    "oak",
    "paper",
    "pepper",
    "pillow",
    "porcelain",
    "quartz",
    "ribbon",
    "rubber",
    "saddle",
    "satin",
    "silver",
    "sponge",
    "steel",
    "stone",
    "string",
    "thread",
    "timber",
    "tin",
    "velvet",
    "walnut",
    "wax",
    "wire",
    "wool",
    "zinc"
  };
  private static final int TITLE_WORDS = 4;

  /** About 200 bytes. */
  private static final int DESCRIPTION_WORDS = 30;

  private static final int CATEGORIES = 20;
  private static final int FEATURES = 64;

  private GeneratedRows() {}

  /** A catalog: id, title, description of about 200 bytes, category, price. */
  static Dataset<Row> catalog(SparkSession spark, long rows) {
    return range(spark, rows)
        .selectExpr(
            "id",
            text(TITLE_WORDS, 1) + " AS title",
            text(DESCRIPTION_WORDS, 2) + " AS description",
            "concat('category ', pmod(hash(id, 3), " + CATEGORIES + ")) AS category",
            "pmod(hash(id, 4), 100000) / 100.0D AS price");
  }

  /** Rows of 64 numbers in full precision, as a tabular model gets them. */
  static Dataset<Row> features(SparkSession spark, long rows) {
    return range(spark, rows)
        .selectExpr(
            Stream.concat(
                    Stream.of("id"),
                    IntStream.range(0, FEATURES).mapToObj("randn(%1$d) AS feature_%1$d"::formatted))
                .toArray(String[]::new));
  }

  /** A catalog whose columns are structs and arrays. */
  static Dataset<Row> nested(SparkSession spark, long rows) {
    return catalog(spark, rows)
        .selectExpr(
            "id",
            "named_struct('title', title, 'price', named_struct('amount', price, 'currency', 'EUR')) AS offer",
            "transform(sequence(1, 8), i -> named_struct('rank', i, 'weight', i * price)) AS weights",
            "split(substr(description, 1, 60), ' ') AS words");
  }

  private static Dataset<Row> range(SparkSession spark, long rows) {
    int tasksPerCore = 2;
    return spark.range(0, rows, 1, tasksPerCore * spark.sparkContext().defaultParallelism()).toDF();
  }

  private static String text(int words, int seed) {
    String all = Stream.of(WORDS).map("'%s'"::formatted).collect(Collectors.joining(","));
    return "array_join(transform(sequence(1, %d), i -> element_at(array(%s), 1 + pmod(hash(id, i, %d), %d))), ' ')"
        .formatted(words, all, seed, WORDS.length);
  }
}
