package dev.batchtransform.spark.it.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.it.docs.Page.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a page names is there: files, scripts, tests, options, error codes. */
class PagesTest {

  /** A block in another language would go unchecked. Terraform's are applied in notebooks. */
  private static final Set<String> LANGUAGES =
      Set.of("java", "sql", "python", "scala", "json", "bash", "hcl", "mermaid", "text");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");
  private static final Pattern SCRIPT = Pattern.compile("(?m)^\\./(\\S+)");
  private static final Pattern CITED_TEST = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");
  private static final Pattern CODE_ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");
  private static final Pattern SCALA_OPTION =
      Pattern.compile(
          "\\.option\\(\"([^\"]+)\",\\s*(?:\"\"\"(.*?)\"\"\"|\"([^\"]*)\"|(\\w+))\\)",
          Pattern.DOTALL);

  @Test
  void everyBlockIsInALanguageThatIsChecked() {
    assertThat(blocks())
        .hasSizeGreaterThan(20)
        .allSatisfy(block -> assertThat(LANGUAGES).as(block.name()).contains(block.language()));
  }

  @Test
  void everyJsonParses() {
    ObjectMapper mapper = new ObjectMapper();
    assertThat(blocks("json"))
        .isNotEmpty()
        .allSatisfy(
            block ->
                assertThatCode(() -> mapper.readTree(block.code()))
                    .as(block.name())
                    .doesNotThrowAnyException());
  }

  @Test
  void everyScriptIsThere() {
    assertThat(blocks("bash"))
        .flatMap(block -> find(SCRIPT, block.code()).map(found -> found.group(1)).toList())
        .isNotEmpty()
        .allSatisfy(script -> assertThat(Page.ROOT.resolve(script)).isExecutable());
  }

  @Test
  void everyLinkLeadsSomewhere() {
    assertThat(Page.all())
        .allSatisfy(
            page ->
                assertThat(find(LINK, page.text()).map(found -> found.group(1)))
                    .allSatisfy(link -> assertThat(page.file().resolveSibling(link)).exists()));
  }

  /** No Scala compiler is at hand; what can go wrong in these blocks is an option. */
  @Test
  void everyOptionInScalaIsTaken() {
    assertThat(blocks("scala"))
        .isNotEmpty()
        .allSatisfy(block -> TransformOptions.parse(scalaOptions(block)));
  }

  @Test
  void everyCitedTestIsThere() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module : List.of("connector", "benchmarks")) {
      try (Stream<Path> files = Files.walk(Page.ROOT.resolve(module))) {
        files.filter(file -> file.toString().endsWith("Test.java")).forEach(sources::add);
      }
    }
    for (Page page : Page.all()) {
      for (MatchResult cited : find(CITED_TEST, page.text()).toList()) {
        String method = cited.group(2) == null ? "class " + cited.group(1) : cited.group(2) + "(";
        assertThat(sources)
            .as("%s in %s", cited.group(), page.name())
            .anyMatch(file -> file.endsWith(cited.group(1) + ".java") && says(file, method));
      }
    }
  }

  @Test
  void everyErrorCodeIsExplained() {
    for (String page : List.of("README.md", "docs/failures.md")) {
      assertThat(find(CODE_ROW, Page.named(page).text()).map(row -> row.group(1)))
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(ErrorCode.values()).map(ErrorCode::name).toList());
    }
  }

  private static Map<String, String> scalaOptions(Block block) {
    Map<String, String> options = new HashMap<>();
    find(SCALA_OPTION, block.code())
        .forEach(
            found ->
                options.put(
                    found.group(1),
                    Stream.of(2, 3, 4)
                        .filter(group -> found.group(group) != null)
                        .map(found::group)
                        .findFirst()
                        .orElseThrow()));
    return options;
  }

  private static boolean says(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static Stream<MatchResult> find(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static List<Block> blocks() {
    return Page.all().stream().flatMap(page -> page.blocks().stream()).toList();
  }

  private static List<Block> blocks(String language) {
    return blocks().stream().filter(block -> block.language().equals(language)).toList();
  }
}
