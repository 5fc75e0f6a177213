package dev.batchtransform.spark.internal.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunNamesTest {
  private static final List<String> RUNS =
      List.of("nightly-1", "nightly-2", "nightly.1", "weekly-1", "a", "aa");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nightly-1 | nightly-1",
        "nightly-* | nightly-1 nightly-2",
        "nightly.* | nightly.1",
        "*-1 | nightly-1 weekly-1",
        "n*1 | nightly-1 nightly.1",
        "weekly-1,a | weekly-1 a",
        "a , weekly-* | weekly-1 a",
        "a* | a aa",
        "* | nightly-1 nightly-2 nightly.1 weekly-1 a aa",
        "b* | ''",
      })
  void aStarStandsForAnyCharactersAndACommaForOr(String names, String matching) {
    assertThat(RUNS.stream().filter(RunNames.of(names).matcher()))
        .containsExactlyElementsOf(
            Stream.of(matching.split(" ")).filter(name -> !name.isEmpty()).toList());
  }

  @Test
  void whatIsNoPatternHasToBeThere() {
    assertThat(RunNames.of("a, b*,c").named()).containsExactly("a", "c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b", "a*", "*", "a, b*"})
  void aWriteNamesOneRun(String names) {
    TransformOptions options =
        TransformOptions.parse(Map.of("runId", names, "path", "/tmp/scoring", "model", "m"));

    assertThatThrownBy(options::requireForWriting)
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("'runId'")
        .hasMessageContaining("more than one run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a,", ",a", "a,b/c", "-a", "a b"})
  void whatCanBeNoNameIsRefusedAtOnce(String names) {
    assertThatThrownBy(() -> TransformOptions.parse(Map.of("runId", names)))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("runId");
  }

  @Test
  void oneNameIsForEverything() {
    assertThatCode(() -> TransformOptions.parse(Map.of("runId", "a.b-c")).requireOneRun())
        .doesNotThrowAnyException();
  }
}
