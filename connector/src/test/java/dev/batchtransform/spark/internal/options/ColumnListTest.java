package dev.batchtransform.spark.internal.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ColumnListTest {

  @Property
  void anyNamesComeBackFromTheirText(@ForAll("names") List<String> names) {
    assertThat(ColumnList.parse(ColumnList.format(names))).isEqualTo(names);
  }

  @Property
  void anyNamesComeBackFromAJsonArray(@ForAll("names") List<String> names)
      throws JsonProcessingException {
    assertThat(ColumnList.parse(new ObjectMapper().writeValueAsString(names))).isEqualTo(names);
  }

  @Property
  void anyTextIsEitherReadOrRefusedWithAReason(@ForAll("texts") String text) {
    try {
      assertThat(ColumnList.parse(text)).isNotEmpty().doesNotHaveDuplicates().doesNotContain("");
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("column names");
    }
  }

  @Example
  void namesAreSeparatedByCommasAndTrimmed() {
    assertThat(ColumnList.parse(" a , b.c,it's \"so\",名前 "))
        .containsExactly("a", "b.c", "it's \"so\"", "名前");
  }

  @Example
  void backticksKeepCommasSpacesAndBackticks() {
    assertThat(ColumnList.parse("`a,b`, ` c `,`d``e`,````,`[x`"))
        .containsExactly("a,b", " c ", "d`e", "`", "[x");
  }

  @Example
  void aNameOfAnyLengthIsRead() {
    String name = "`,".repeat(100_000);
    assertThat(ColumnList.parse(ColumnList.format(List.of(name)))).containsExactly(name);
  }

  @Example
  void aRefusedTextIsNotRepeatedInTheReason() {
    assertThatThrownBy(() -> ColumnList.parse("[\"hidden\"")).hasMessageNotContaining("hidden");
  }

  @Provide
  Arbitrary<List<String>> names() {
    Arbitrary<String> awkward =
        Arbitraries.strings().withChars(",` []\".a名\n").ofMinLength(1).ofMaxLength(8);
    Arbitrary<String> any = Arbitraries.strings().ofMinLength(1).ofMaxLength(20);
    return Arbitraries.oneOf(awkward, any).list().uniqueElements().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars(",` []\"a").ofMinLength(1).ofMaxLength(12);
  }
}
