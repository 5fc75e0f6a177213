package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.it.jar.ConnectorJar;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.util.Properties;

@Tag("compat")
@ExtendWith(SandboxExtension.class)
class OnThisSparkTest {

  private static final Logger REPORT =
      LoggerFactory.getLogger("dev.batchtransform.spark.it.report");

  private final Sandbox sandbox;

  OnThisSparkTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Test
  void theJarIsNamedByItsChecksum() throws IOException {
    REPORT.info(
        "Java {}, Spark {}, Scala {}, Hadoop {}: {} sha256 {}",
        Runtime.version(),
        sandbox.spark().version(),
        Properties.versionNumberString(),
        org.apache.hadoop.util.VersionInfo.getVersion(),
        ConnectorJar.path().getFileName(),
        ConnectorJar.checksum());
    assertThat(ConnectorJar.checksum()).hasSize(64);
  }

  /** The build may ask for another Java than its own. An IDE asks for none. */
  @Test
  void theJavaIsTheOneThatWasAskedFor() throws IOException {
    String java = System.getProperty("java.home");
    String expected = System.getProperty("tests.java.expected", java);

    assertThat(Path.of(java).toRealPath()).isEqualTo(Path.of(expected).toRealPath());
  }

  @Test
  void sparkFindsEveryDataSourceOnTheClassPath() {
    assertThat(ServiceLoader.load(DataSourceRegister.class))
        .extracting(DataSourceRegister::shortName)
        .contains("parquet", "json");
  }

  @Test
  void whatSparkWritesToS3ItReadsBack() {
    String path = sandbox.stagingPath();

    sandbox.spark().range(100).write().parquet(path);

    List<Row> rows = sandbox.spark().read().parquet(path).orderBy("id").collectAsList();
    assertThat(rows)
        .extracting(row -> row.getLong(0))
        .containsExactlyElementsOf(LongStream.range(0, 100).boxed().toList());
  }
}
