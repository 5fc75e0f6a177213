package dev.batchtransform.examples.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.examples.similarity.NearestNeighbours.Neighbour;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NearestNeighboursTest {
  private static final int DIMENSIONS = 18;

  @Test
  void theNearestOfEachIsTheOneThatComparingAllPairsFinds() {
    List<float[]> vectors = vectors(1_500);
    NearestNeighbours neighbours = new NearestNeighbours(vectors);

    int[] nearest = neighbours.nearestOfFirst(700);

    assertThat(nearest).hasSize(700);
    for (int query = 0; query < nearest.length; query++) {
      assertThat(nearest[query]).isEqualTo(byComparingAll(vectors, query));
    }
  }

  @Test
  void theNearestFewComeNearestFirstAndWithoutTheQuery() {
    List<float[]> vectors = vectors(600);

    List<Neighbour> nearest = new NearestNeighbours(vectors).nearest(7, 600);

    assertThat(nearest).hasSize(599);
    assertThat(nearest.get(0).index()).isEqualTo(byComparingAll(vectors, 7));
    assertThat(nearest).extracting(Neighbour::index).doesNotContain(7).doesNotHaveDuplicates();
    assertThat(nearest)
        .extracting(Neighbour::similarity)
        .isSortedAccordingTo((a, b) -> Float.compare(b, a));
  }

  @Test
  void aVectorAloneHasNoNeighbour() {
    NearestNeighbours alone = new NearestNeighbours(vectors(1));

    assertThat(alone.nearestOfFirst(1)).containsExactly(-1);
    assertThat(alone.nearest(0, 5)).isEmpty();
  }

  private static int byComparingAll(List<float[]> vectors, int query) {
    int best = -1;
    float highest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < vectors.size(); i++) {
      float similarity = 0;
      for (int d = 0; d < DIMENSIONS; d++) {
        similarity += vectors.get(query)[d] * vectors.get(i)[d];
      }
      if (i != query && similarity > highest) {
        highest = similarity;
        best = i;
      }
    }
    return best;
  }

  private static List<float[]> vectors(int count) {
    Random random = new Random(7);
    return Stream.generate(() -> vector(random)).limit(count).toList();
  }

  private static float[] vector(Random random) {
    float[] vector = new float[DIMENSIONS];
    double squares = 0;
    for (int d = 0; d < DIMENSIONS; d++) {
      vector[d] = (float) random.nextGaussian();
      squares += vector[d] * vector[d];
    }
    for (int d = 0; d < DIMENSIONS; d++) {
      vector[d] /= (float) Math.sqrt(squares);
    }
    return vector;
  }
}
