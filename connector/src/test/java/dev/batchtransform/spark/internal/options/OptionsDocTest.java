package dev.batchtransform.spark.internal.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsDocTest {

  private static final String COMMAND =
      "./mvnw -pl connector -am test -Dtest=OptionsDocTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Doptions.doc.write=true";

  /** Maven gives the module's folder; elsewhere it is the working directory. */
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../docs/options.md");

  @Test
  void theOptionsPageSaysWhatTheTableSays() throws IOException {
    String page = OptionsDoc.render(COMMAND);
    if (Boolean.getBoolean("options.doc.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).as("docs/options.md; write it with: " + COMMAND).exists();
    assertThat(Files.readString(PAGE))
        .as("docs/options.md differs from the table of options; write it with: " + COMMAND)
        .isEqualTo(page);
  }

  @Test
  void everyOptionAndFamilyIsOnThePageOnce() {
    String page = OptionsDoc.render(COMMAND);

    for (TransformOption<?> option : OptionTable.all()) {
      assertThat(page).containsOnlyOnce("\n| `" + option.name() + "`");
    }
    for (OptionFamily family : OptionFamily.all()) {
      assertThat(page).containsOnlyOnce("\n| `" + family.name() + "`");
    }
  }
}
