package dev.batchtransform.examples;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.batchtransform.examples.container.TextRecord;
import dev.batchtransform.examples.model.EmbeddingModel;
import dev.batchtransform.examples.similarity.NearestNeighbours;
import dev.batchtransform.examples.similarity.NearestNeighbours.Neighbour;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Looks at the joined rows of a run for what only right answers on right rows can show. */
final class EmbeddingReport {
  private static final int QUERIES = 4_000;
  private static final int NEIGHBOURS = 4;
  private static final List<String> SHOWN_CATEGORIES =
      List.of("noun.food", "noun.animal", "noun.artifact");

  private final int rowsIn;
  private final long rowsOut;
  private final List<ScoredItem> items;
  private final NearestNeighbours neighbours;

  private EmbeddingReport(int rowsIn, long rowsOut, List<ScoredItem> items) {
    this.rowsIn = rowsIn;
    this.rowsOut = rowsOut;
    this.items = items;
    this.neighbours = new NearestNeighbours(items.stream().map(ScoredItem::getEmbedding).toList());
  }

  /**
   * Reads the rows of a run.
   *
   * @param scored the joined rows
   * @param rowsIn how many rows went in
   */
  static EmbeddingReport of(Dataset<Row> scored, int rowsIn) {
    List<ScoredItem> items =
        scored
            .where("prediction_error IS NULL")
            .selectExpr("title", "description", "category", "prediction.embedding")
            .as(Encoders.bean(ScoredItem.class))
            .collectAsList();
    return new EmbeddingReport(rowsIn, scored.count(), items);
  }

  void print() throws IOException {
    Page.heading("Nearest neighbours");
    SHOWN_CATEGORIES.forEach(this::printNeighbours);

    Page.heading("Does every answer belong to its row?");
    Page.text(
        "%,d rows went in, %,d came back: %,d scored and %,d failed"
            .formatted(rowsIn, rowsOut, items.size(), rowsOut - items.size()));
    Page.text(
        "%,d of %,d answers equal, bit for bit, what the model says when called directly"
            .formatted(equalToTheModel(), items.size()));
    int queries = Math.min(QUERIES, items.size());
    Page.text(
        "%.1f %% of %,d items have a nearest neighbour of their own category; by chance it would be %.1f %%"
            .formatted(100 * shareWithinCategory(queries), queries, 100 * shareByChance()));
  }

  private void printNeighbours(String category) {
    IntStream.range(0, items.size())
        .filter(index -> items.get(index).getCategory().equals(category))
        .findFirst()
        .ifPresent(this::printNeighbours);
  }

  private void printNeighbours(int query) {
    Page.text("      " + describe(items.get(query)));
    for (Neighbour neighbour : neighbours.nearest(query, NEIGHBOURS)) {
      Page.text(
          "%.2f  %s".formatted(neighbour.similarity(), describe(items.get(neighbour.index()))));
    }
    System.out.println();
  }

  private static String describe(ScoredItem item) {
    return "%-24s %-20s %s"
        .formatted(
            Page.cut(item.getTitle(), 24), item.getCategory(), Page.cut(item.getDescription(), 70));
  }

  private long equalToTheModel() throws IOException {
    try (EmbeddingModel model = EmbeddingModel.load()) {
      return items.parallelStream()
          .filter(item -> Arrays.equals(item.getEmbedding(), direct(model, item)))
          .count();
    }
  }

  private static float[] direct(EmbeddingModel model, ScoredItem item) {
    return model.embed(TextRecord.of(item.getTitle(), item.getDescription()).text()).vector();
  }

  private double shareWithinCategory(int queries) {
    int[] nearest = neighbours.nearestOfFirst(queries);
    return IntStream.range(0, nearest.length)
        .filter(query -> nearest[query] >= 0 && sameCategory(query, nearest[query]))
        .mapToDouble(query -> 1.0 / nearest.length)
        .sum();
  }

  private boolean sameCategory(int one, int other) {
    return items.get(one).getCategory().equals(items.get(other).getCategory());
  }

  private double shareByChance() {
    return items.stream().collect(groupingBy(ScoredItem::getCategory, counting())).values().stream()
        .mapToDouble(size -> Math.pow((double) size / items.size(), 2))
        .sum();
  }
}
