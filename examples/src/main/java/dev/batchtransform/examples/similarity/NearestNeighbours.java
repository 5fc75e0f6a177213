package dev.batchtransform.examples.similarity;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Exact nearest neighbours among vectors of length 1, by dot product. Compares every pair it is
 * asked for: 3,000 vectors against 117,000 take some ten seconds on two cores.
 */
public final class NearestNeighbours {
  private static final int BLOCK = 256;

  private final List<float[]> vectors;
  private final int dimensions;

  /**
   * Another vector and how near it is.
   *
   * @param index its place in the list of vectors
   * @param similarity the cosine, 1 for the same direction
   */
  public record Neighbour(int index, float similarity) {}

  /** Searches {@code vectors}, all of one dimension. */
  public NearestNeighbours(List<float[]> vectors) {
    this.vectors = List.copyOf(vectors);
    this.dimensions = vectors.isEmpty() ? 0 : vectors.get(0).length;
  }

  /** The {@code count} vectors nearest to vector {@code query}, itself left out, nearest first. */
  public List<Neighbour> nearest(int query, int count) {
    float[] similarities = new float[vectors.size()];
    for (int block = 0; block < similarities.length; block += BLOCK) {
      float[] scores = scores(transposed(block), vectors.get(query));
      System.arraycopy(
          scores, 0, similarities, block, Math.min(BLOCK, similarities.length - block));
    }
    return IntStream.range(0, similarities.length)
        .filter(index -> index != query)
        .mapToObj(index -> new Neighbour(index, similarities[index]))
        .sorted(Comparator.comparingDouble(Neighbour::similarity).reversed())
        .limit(count)
        .toList();
  }

  /**
   * The nearest other vector of each of the first {@code queries} vectors, on all cores.
   *
   * @return for query n, the index of its nearest, or -1 if there is no other
   */
  public int[] nearestOfFirst(int queries) {
    Best best =
        IntStream.iterate(0, block -> block < vectors.size(), block -> block + BLOCK)
            .parallel()
            .mapToObj(block -> bestInBlock(block, queries))
            .reduce(Best.none(queries), Best::better);
    return best.index;
  }

  private Best bestInBlock(int block, int queries) {
    float[] columns = transposed(block);
    int size = Math.min(BLOCK, vectors.size() - block);
    Best best = Best.none(queries);
    for (int query = 0; query < queries; query++) {
      float[] scores = scores(columns, vectors.get(query));
      for (int i = 0; i < size; i++) {
        if (scores[i] > best.similarity[query] && block + i != query) {
          best.similarity[query] = scores[i];
          best.index[query] = block + i;
        }
      }
    }
    return best;
  }

  /**
   * A block with one dimension of all its vectors side by side: the form in which the JIT
   * multiplies eight at once.
   */
  private float[] transposed(int block) {
    float[] columns = new float[dimensions * BLOCK];
    int end = Math.min(block + BLOCK, vectors.size());
    for (int i = block; i < end; i++) {
      float[] vector = vectors.get(i);
      for (int d = 0; d < dimensions; d++) {
        columns[d * BLOCK + i - block] = vector[d];
      }
    }
    return columns;
  }

  /**
   * The dot product of {@code query} with each vector of a block; four dimensions at a time, to
   * load and store a score less often.
   */
  private static float[] scores(float[] columns, float[] query) {
    float[] scores = new float[BLOCK];
    int d = 0;
    for (; d + 3 < query.length; d += 4) {
      float q0 = query[d];
      float q1 = query[d + 1];
      float q2 = query[d + 2];
      float q3 = query[d + 3];
      int column = d * BLOCK;
      for (int i = 0; i < BLOCK; i++) {
        int at = column + i;
        scores[i] +=
            q0 * columns[at]
                + q1 * columns[at + BLOCK]
                + q2 * columns[at + 2 * BLOCK]
                + q3 * columns[at + 3 * BLOCK];
      }
    }
    for (; d < query.length; d++) {
      for (int i = 0; i < BLOCK; i++) {
        scores[i] += query[d] * columns[d * BLOCK + i];
      }
    }
    return scores;
  }

  /** The nearest so far of each query. */
  private static final class Best {
    private final int[] index;
    private final float[] similarity;

    private Best(int[] index, float[] similarity) {
      this.index = index;
      this.similarity = similarity;
    }

    static Best none(int queries) {
      Best best = new Best(new int[queries], new float[queries]);
      Arrays.fill(best.index, -1);
      Arrays.fill(best.similarity, Float.NEGATIVE_INFINITY);
      return best;
    }

    Best better(Best other) {
      Best better = new Best(index.clone(), similarity.clone());
      for (int query = 0; query < index.length; query++) {
        if (other.similarity[query] > better.similarity[query]) {
          better.similarity[query] = other.similarity[query];
          better.index[query] = other.index[query];
        }
      }
      return better;
    }
  }
}
