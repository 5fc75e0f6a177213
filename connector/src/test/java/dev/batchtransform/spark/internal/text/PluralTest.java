package dev.batchtransform.spark.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PluralTest {

  @Test
  void oneThingIsOneAndAllElseAreSeveral() {
    assertThat(Plural.of(0, "wave")).isEqualTo("0 waves");
    assertThat(Plural.of(1, "wave")).isEqualTo("1 wave");
    assertThat(Plural.of(1_000, "wave")).isEqualTo("1000 waves");
    assertThat(Plural.grouped(1_000, "wave")).isEqualTo("1,000 waves");
    assertThat(Plural.grouped(1, "wave")).isEqualTo("1 wave");
  }
}
