package dev.batchtransform.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogExportTest {
  @Test
  void everyItemIsOneLineThatReadsBackAsTheItem(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("catalog.jsonl");

    int exitCode = CatalogExport.commandLine().execute(file.toString(), "--items", "30");

    assertThat(exitCode).isZero();
    ObjectMapper json = new ObjectMapper();
    List<CatalogItem> items = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      items.add(json.readValue(line, CatalogItem.class));
    }
    assertThat(items).isEqualTo(WordNetCatalog.load().balanced(30));
  }
}
