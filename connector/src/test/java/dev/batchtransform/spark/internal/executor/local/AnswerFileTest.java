package dev.batchtransform.spark.internal.executor.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.executor.KeptAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerFileTest {
  private static final int LARGE = 5 << 20;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, LARGE})
  void allAnswersAreTheOutput(int size) throws IOException {
    byte[] answers = answers(size);
    try (AnswerFile file = file()) {
      file.write(answers);
      file.commit();
    }
    assertThat(files()).containsExactly("a.out");
    assertThat(folder.resolve("a.out")).hasBinaryContent(answers);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, LARGE})
  void answersThatAreNotAllAreKeptBesideIt(int size) throws IOException {
    byte[] answers = answers(size);
    try (AnswerFile file = file()) {
      file.incomplete();
      file.write(answers);
      assertThat(file.keep())
          .hasValueSatisfying(kept -> assertThat(kept.bytes()).isEqualTo(answers.length))
          .map(KeptAnswers::path)
          .hasValueSatisfying(path -> assertThat(path).endsWith("/part.a.out"));
    }
    assertThat(files()).containsExactly("part.a.out");
    assertThat(folder.resolve("part.a.out")).hasBinaryContent(answers);
  }

  @Test
  void whatFailsAfterFewAnswersKeepsThemToo() throws IOException {
    try (AnswerFile file = file()) {
      file.write(answers(10));
      file.incomplete();
      file.write(answers(LARGE));
      assertThat(file.keep()).isPresent();
    }
    assertThat(files()).containsExactly("part.a.out");
    assertThat(folder.resolve("part.a.out")).hasSize(LARGE + 10L);
  }

  @Test
  void whatFailsAfterManyAnswersLeavesNothing() throws IOException {
    try (AnswerFile file = file()) {
      file.write(answers(LARGE));
      file.incomplete();
      file.write(answers(10));
      assertThat(file.keep()).isEmpty();
    }
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, LARGE})
  void whatIsNeitherCommittedNorKeptLeavesNothing(int size) throws IOException {
    try (AnswerFile file = file()) {
      file.write(answers(size));
    }
    assertThat(files()).isEmpty();
  }

  private AnswerFile file() {
    return new AnswerFile(
        new org.apache.hadoop.fs.Path(folder.resolve("a.out").toUri()),
        new org.apache.hadoop.fs.Path(folder.resolve("part.a.out").toUri()),
        new Configuration());
  }

  private static byte[] answers(int size) {
    byte[] answers = new byte[size];
    new Random(size).nextBytes(answers);
    return answers;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).toList();
    }
  }
}
