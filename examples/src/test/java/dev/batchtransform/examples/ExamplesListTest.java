package dev.batchtransform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExamplesListTest {
  @Test
  void everyListedExampleIsAProgramWithADescription() throws Exception {
    for (String line : list()) {
      String[] nameAndDescription = line.split(" +", 2);
      Class<?> program = Class.forName("dev.batchtransform.examples." + nameAndDescription[0]);

      assertThat(program.getMethod("main", String[].class)).isNotNull();
      assertThat(nameAndDescription[1]).isNotBlank();
    }
  }

  private static List<String> list() throws IOException {
    try (InputStream list = ExamplesListTest.class.getResourceAsStream("examples.txt")) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
