package dev.batchtransform.examples.container;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.batchtransform.examples.model.DocumentReader;
import dev.batchtransform.examples.model.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Answers each document with what the model has read in it, and how long that took. One core per
 * request: documents are read side by side, as many as there are requests.
 */
final class ReadingAnswers implements TextModel {
  private final DocumentReader reader;

  private ReadingAnswers(DocumentReader reader) {
    this.reader = reader;
  }

  static ReadingAnswers load() throws IOException {
    return new ReadingAnswers(DocumentReader.load());
  }

  @Override
  public List<Answer> answer(List<String> texts) {
    return texts.stream().map(this::read).toList();
  }

  private Answer read(String text) {
    long start = System.nanoTime();
    Reading reading = reader.read(text);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return json -> writeFields(reading, took, json);
  }

  private static void writeFields(Reading reading, Duration took, JsonGenerator json)
      throws IOException {
    Answer.writeNumbers(json, "embedding", reading.embedding().vector());
    json.writeArrayFieldStart("key_sentences");
    for (String sentence : reading.keySentences()) {
      json.writeString(sentence);
    }
    json.writeEndArray();
    json.writeNumberField("sentences", reading.sentences());
    json.writeNumberField("seconds", took.toMillis() / 1000.0);
  }

  @Override
  public void close() {
    reader.close();
  }
}
