package dev.batchtransform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdenkarau.spark.testing.JavaDataFrameSuiteBase;
import dev.batchtransform.examples.catalog.CatalogDataFrame;
import dev.batchtransform.examples.catalog.WordNetCatalog;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogEmbeddingsTest {
  @TempDir Path directory;

  @Test
  void everyRowComesBackWithItsOwnAnswer() {
    Printed printed =
        Printed.by(new CatalogEmbeddings(), "--rows", "300", "--keep", directory.toString());

    assertThat(printed.exitCode()).isZero();
    assertThat(printed.text())
        .contains("300 rows went in, 300 came back: 300 scored and 0 failed")
        .contains(
            "300 of 300 answers equal, bit for bit, what the model says when called directly");
    assertThat(directory.resolve("catalog/scoring")).isDirectoryContaining("glob:**/dt=*");
    whatWasKeptHasTheCatalogAsItWentIn();
  }

  private void whatWasKeptHasTheCatalogAsItWentIn() {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .getOrCreate()) {
      Dataset<Row> catalog = CatalogDataFrame.of(spark, WordNetCatalog.load().balanced(300));
      Dataset<Row> kept =
          spark.read().format("sagemaker").load(directory.resolve("catalog/scoring").toString());

      new Comparison(spark)
          .assertDataFrameNoOrderEquals(catalog, kept.drop("prediction", "prediction_error"));
    }
  }

  /** spark-testing-base's, on a session of ours. */
  private static final class Comparison extends JavaDataFrameSuiteBase {
    private final SparkSession session;

    Comparison(SparkSession session) {
      this.session = session;
    }

    @Override
    public SparkSession spark() {
      return session;
    }
  }
}
