package dev.batchtransform.examples.container;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.batchtransform.examples.model.Embedding;
import dev.batchtransform.examples.model.EmbeddingModel;
import java.io.IOException;
import java.util.List;

/** Answers each text with its embedding, on all cores. */
final class EmbeddingAnswers implements TextModel {
  private final EmbeddingModel model;

  private EmbeddingAnswers(EmbeddingModel model) {
    this.model = model;
  }

  static EmbeddingAnswers load() throws IOException {
    return new EmbeddingAnswers(EmbeddingModel.load());
  }

  @Override
  public List<Answer> answer(List<String> texts) {
    return model.embed(texts).stream()
        .<Answer>map(embedding -> json -> writeFields(embedding, json))
        .toList();
  }

  private static void writeFields(Embedding embedding, JsonGenerator json) throws IOException {
    Answer.writeNumbers(json, "embedding", embedding.vector());
    json.writeNumberField("tokens", embedding.tokens());
  }

  @Override
  public void close() {
    model.close();
  }
}
