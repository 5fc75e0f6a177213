package dev.batchtransform.examples.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentReaderTest {
  private static final String DOCUMENT =
      """
      1. On pears

      The pear is a fruit that ripens in
      late summer and autumn. A ripe pear is a sweet and juicy fruit of the autumn.

      My neighbour has bought an electric bicycle this morning. Pears, as fruit, are best when
      they have ripened off the tree.
      """;

  private DocumentReader reader;

  @BeforeAll
  void load() throws IOException {
    reader = DocumentReader.load();
  }

  @AfterAll
  void close() {
    reader.close();
  }

  @Test
  void whatADocumentIsAboutIsInItsKeySentencesAndWhatIsNotIsNot() {
    Reading reading = reader.read(DOCUMENT);

    assertThat(reading.sentences()).isEqualTo(4);
    assertThat(reading.keySentences())
        .hasSize(3)
        .contains("The pear is a fruit that ripens in late summer and autumn.")
        .noneMatch(sentence -> sentence.contains("bicycle"));
  }

  @Test
  void theSameDocumentHasTheSameAnswerBitForBit() {
    Reading first = reader.read(DOCUMENT);
    Reading second = reader.read(DOCUMENT);

    assertThat(first.embedding().vector()).containsExactly(second.embedding().vector());
    assertThat(first.keySentences()).isEqualTo(second.keySentences());
  }

  @Test
  void aTextWithoutASentenceIsReadAsItIs() {
    assertThat(reader.read("Pears\n\nApples").sentences()).isEqualTo(1);
    assertThat(reader.read("").keySentences()).containsExactly("");
  }
}
