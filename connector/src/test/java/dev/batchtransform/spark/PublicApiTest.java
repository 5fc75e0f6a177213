package dev.batchtransform.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What users compile against changes only on purpose. Public, as are those whose members it reads.
 */
public class PublicApiTest {
  private static final String COMMAND =
      "./mvnw -pl connector -am test -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dpublic.api.write=true";

  private static final String HEAD =
      """
      # What users compile against and link to. PublicApiTest holds the code to it. To accept a change, write it anew with
      #   %s
      # and say it in CHANGELOG.md. Once there is a release, a line that goes or changes also needs a new major version.
      """
          .formatted(COMMAND);

  /** Maven gives the module's folder; elsewhere it is the working directory. */
  private static final Path FILE =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("public-api.txt");

  @Test
  void thePublicApiIsTheOneThatIsCheckedIn() throws IOException {
    String api = HEAD + String.join("\n", lines()) + "\n";
    if (Boolean.getBoolean("public.api.write")) {
      Files.writeString(FILE, api);
    }

    assertThat(FILE).as("write it with: " + COMMAND).exists();
    assertThat(Files.readString(FILE))
        .as("connector/public-api.txt; a change on purpose is accepted with: " + COMMAND)
        .isEqualTo(api);
  }

  @Test
  void nothingPublicNamesWhatIsInternal() {
    assertThat(lines())
        .hasSizeGreaterThan(50)
        .noneMatch(line -> line.contains(".internal.") || line.contains("software.amazon."));
  }

  @Test
  void whatOthersCanCallOrInheritShowsAndNothingElse() {
    assertThat(PublicApi.linesOf(Open.class))
        .containsExactly(
            "public static class dev.batchtransform.spark.PublicApiTest$Open extends"
                + " java.util.ArrayList<java.lang.String> implements java.lang.Runnable",
            "  protected void inherited(java.util.List<String>) throws java.io.IOException",
            "  public dev.batchtransform.spark.PublicApiTest$Open()",
            "  public static final String CONSTANT = value",
            "  public void run()");
    assertThat(PublicApi.linesOf(Closed.class)).isEmpty();
  }

  private static List<String> lines() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.batchtransform.spark")
            .stream()
            .filter(type -> isOurs(type.getPackageName()))
            .map(JavaClass::reflect)
            .sorted((one, other) -> one.getName().compareTo(other.getName()))
            .map(PublicApi::linesOf)
            .filter(lines -> !lines.isEmpty())
            .flatMap(lines -> Stream.concat(Stream.of(""), lines.stream()))
            .toList();
  }

  private static boolean isOurs(String name) {
    return Stream.of("", ".model", ".exceptions", ".events")
        .anyMatch(end -> name.equals("dev.batchtransform.spark" + end));
  }

  /** Some of everything; never run. */
  public static class Open extends java.util.ArrayList<String> implements Runnable {
    public static final String CONSTANT = "value";
    static final int HIDDEN = 1;

    @Override
    public void run() {}

    protected void inherited(List<String> values) throws IOException {
      throw new IOException(values.toString());
    }

    void own() {}
  }

  static class Closed {
    public void called() {}
  }
}
