package dev.batchtransform.examples;

import dev.batchtransform.examples.model.DocumentReader;
import dev.batchtransform.examples.model.Reading;
import dev.batchtransform.examples.similarity.NearestNeighbours;
import dev.batchtransform.examples.similarity.NearestNeighbours.Neighbour;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Looks at what was read: what documents say, what reads like what, and whose answer is whose. */
final class DocumentReport {
  private static final int SHOWN = 6;
  private static final int SENTENCE_WIDTH = 110;

  private final int rowsIn;
  private final Dataset<Row> result;
  private final List<ScoredDocument> documents;

  private DocumentReport(int rowsIn, Dataset<Row> result, List<ScoredDocument> documents) {
    this.rowsIn = rowsIn;
    this.result = result;
    this.documents = documents;
  }

  /**
   * Reads the rows of a run.
   *
   * @param rowsIn how many rows went in
   */
  static DocumentReport of(Dataset<Row> result, int rowsIn) {
    List<ScoredDocument> documents =
        result
            .where("prediction_error IS NULL")
            .selectExpr(
                "name",
                "text",
                "prediction.embedding",
                "prediction.key_sentences AS keySentences",
                "prediction.sentences",
                "prediction.seconds")
            .as(Encoders.bean(ScoredDocument.class))
            .collectAsList();
    return new DocumentReport(rowsIn, result, documents);
  }

  /** How long the model worked, on all documents together. */
  double modelSeconds() {
    return documents.stream().mapToDouble(ScoredDocument::getSeconds).sum();
  }

  /** How long the model worked on the document that took it longest. */
  double longestSeconds() {
    return documents.stream().mapToDouble(ScoredDocument::getSeconds).max().orElse(0);
  }

  void print() throws IOException {
    Page.heading("What they say: the sentence that lies nearest to all others");
    shown().mapToObj(documents::get).forEach(DocumentReport::printKeySentence);
    Page.heading("What reads like what");
    printNeighbours();
    Page.heading("The document that cannot be read fails alone");
    result
        .where("prediction_error IS NOT NULL")
        .selectExpr("concat_ws(' ', id, prediction_error.code, prediction_error.message)")
        .as(Encoders.STRING())
        .collectAsList()
        .forEach(Page::text);
    Page.heading("Does every answer belong to its document?");
    Page.text(
        "%,d documents went in, %,d came back: %,d read and %,d failed"
            .formatted(
                rowsIn, result.count(), documents.size(), result.count() - documents.size()));
    Page.text(
        "%,d of %,d answers equal, bit for bit, what the model says when called directly"
            .formatted(equalToTheModel(), documents.size()));
  }

  private static void printKeySentence(ScoredDocument document) {
    Page.text("%s (%d sentences)".formatted(document.getName(), document.getSentences()));
    Page.text("    " + Page.cut(document.getKeySentences()[0], SENTENCE_WIDTH));
  }

  private void printNeighbours() {
    NearestNeighbours neighbours =
        new NearestNeighbours(documents.stream().map(ScoredDocument::getEmbedding).toList());
    shown()
        .forEach(
            query ->
                neighbours.nearest(query, 1).forEach(neighbour -> printPair(query, neighbour)));
  }

  /** Some documents from the first to the last, since neighbours in the alphabet are much alike. */
  private IntStream shown() {
    int count = Math.min(SHOWN, documents.size());
    return IntStream.range(0, count).map(shown -> shown * documents.size() / count);
  }

  private void printPair(int query, Neighbour neighbour) {
    Page.text(
        "%.2f  %-45s %s"
            .formatted(
                neighbour.similarity(),
                Page.cut(documents.get(query).getName(), 45),
                documents.get(neighbour.index()).getName()));
  }

  private long equalToTheModel() throws IOException {
    try (DocumentReader reader = DocumentReader.load()) {
      return documents.parallelStream()
          .filter(document -> equals(document, reader.read(document.getText())))
          .count();
    }
  }

  private static boolean equals(ScoredDocument document, Reading reading) {
    return Arrays.equals(document.getEmbedding(), reading.embedding().vector())
        && List.of(document.getKeySentences()).equals(reading.keySentences())
        && document.getSentences() == reading.sentences();
  }
}
