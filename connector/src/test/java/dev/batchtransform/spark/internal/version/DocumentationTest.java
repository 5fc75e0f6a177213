package dev.batchtransform.spark.internal.version;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A message names a page by an address that opens. */
class DocumentationTest {

  @Test
  void aPageIsBelowTheProjectsHome() {
    assertThat(Documentation.page("https://github.com/acme/spark-batch-transform", "options.md"))
        .isEqualTo("https://github.com/acme/spark-batch-transform/blob/HEAD/docs/options.md");
  }

  @Test
  void whileTheProjectHasNoHomeNoAddressIsMadeUp() {
    assertThat(Documentation.page("https://github.com/OWNER/spark-batch-transform", "options.md"))
        .isEqualTo("docs/options.md");
    assertThat(Documentation.page("", "options.md")).isEqualTo("docs/options.md");
  }
}
