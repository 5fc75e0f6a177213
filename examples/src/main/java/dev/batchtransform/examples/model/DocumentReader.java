package dev.batchtransform.examples.model;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads documents of any length with {@link EmbeddingModel}, sentence by sentence: a page takes
 * some tenths of a second on one core. Safe for use by several threads; the same document has the
 * same answer, bit for bit.
 */
public final class DocumentReader implements AutoCloseable {
  private static final int KEY_SENTENCES = 3;

  private final EmbeddingModel model;

  private DocumentReader(EmbeddingModel model) {
    this.model = model;
  }

  /** Loads the model; takes about a second. */
  public static DocumentReader load() throws IOException {
    return new DocumentReader(EmbeddingModel.load());
  }

  /** Reads one document on the calling thread. */
  public Reading read(String document) {
    List<String> sentences = Sentences.of(document);
    List<Embedding> embeddings = sentences.stream().map(model::embed).toList();
    Embedding middle = Embedding.middle(embeddings);
    List<String> keySentences =
        IntStream.range(0, sentences.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -middle.cosine(embeddings.get(i))))
            .limit(KEY_SENTENCES)
            .map(sentences::get)
            .toList();
    return new Reading(middle, keySentences, sentences.size());
  }

  @Override
  public void close() {
    model.close();
  }
}
