package dev.batchtransform.spark.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A suggestion is what may have been meant, or none. */
class EditDistanceTest {

  @ParameterizedTest
  @CsvSource({"titel, title", "TITLE, title", "sumary, summary", "title_de, title"})
  void aNearNameIsSuggested(String typed, String meant) {
    assertThat(EditDistance.nearest(typed, List.of("id", "summary", "title"))).hasValue(meant);
  }

  @ParameterizedTest
  @CsvSource({"price", "tile_of_the_book_in_german", "customer", "x"})
  void anUnrelatedNameIsNot(String typed) {
    assertThat(EditDistance.nearest(typed, List.of("id", "summary", "title"))).isEmpty();
  }

  @Test
  void ofTwoNearNamesItIsTheNearer() {
    assertThat(EditDistance.nearest("instanceTypes", List.of("instanceCount", "instanceType")))
        .hasValue("instanceType");
  }
}
