package dev.batchtransform.examples.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddingModelTest {
  private EmbeddingModel model;

  @BeforeAll
  void load() throws IOException {
    model = EmbeddingModel.load();
  }

  @AfterAll
  void close() {
    model.close();
  }

  @Test
  void likeTextsLieNearEachOther() {
    float[] headphones = model.embed("wireless noise cancelling headphones").vector();
    float[] headset = model.embed("bluetooth over-ear headset with ANC").vector();
    float[] pan = model.embed("stainless steel frying pan").vector();

    assertThat(dot(headphones, headset)).isGreaterThan(dot(headphones, pan) + 0.3);
  }

  @Test
  void anEmbeddingHasLengthOne() {
    float[] vector = model.embed("a yellow fruit").vector();

    assertThat(vector).hasSize(EmbeddingModel.DIMENSIONS);
    assertThat(dot(vector, vector)).isCloseTo(1, within(1e-5));
  }

  @Test
  void aTextHasTheSameAnswerInAnyCompany() {
    List<String> texts =
        List.of("a pear", "a much longer text about pears, apples and quinces", "x");

    List<Embedding> together = model.embed(texts);

    for (int i = 0; i < texts.size(); i++) {
      Embedding alone = model.embed(texts.get(i));
      assertThat(together.get(i).vector()).containsExactly(alone.vector());
      assertThat(together.get(i).tokens()).isEqualTo(alone.tokens());
    }
  }

  @Test
  void aTextIsCutAtTheModelsLimit() {
    assertThat(model.embed("pear ".repeat(1_000)).tokens()).isEqualTo(EmbeddingModel.MAX_TOKENS);
    assertThat(model.embed("pear").tokens()).isEqualTo(3);
    assertThat(model.embed("").tokens()).isEqualTo(2);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
