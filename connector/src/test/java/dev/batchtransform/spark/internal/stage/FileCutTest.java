package dev.batchtransform.spark.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCutTest {

  @TempDir Path folder;
  private RunLayout layout;
  private FileCut cut;

  @BeforeEach
  void run() throws IOException {
    layout = new RunLayout(folder.toUri());
    cut = new FileCut(layout, new SerializableConfiguration(new Configuration()));
    Files.createDirectories(folder.resolve("input"));
  }

  @Test
  void thePartsTogetherAreTheFileByteForByte() throws Exception {
    StagedFile file = stage("{\"a\":1}\n{\"a\":\"ü\"}\n{\"a\":3}\n{\"a\":4}\n{\"a\":5}\n", 5);

    List<StagedFile> parts = cut.cut(order(file, 2, 2, 1)).parts();

    assertThat(parts).extracting(StagedFile::records).containsExactly(2L, 2L, 1L);
    StringBuilder together = new StringBuilder();
    for (StagedFile part : parts) {
      together.append(Files.readString(folder.resolve("input").resolve(part.inputName())));
    }
    assertThat(together.toString())
        .isEqualTo(Files.readString(folder.resolve("input").resolve(file.inputName())));
  }

  @Test
  void cuttingTwiceGivesTheSameParts() throws Exception {
    StagedFile file = stage("1\n2\n3\n", 3);

    assertThat(cut.cut(order(file, 1, 1, 1))).isEqualTo(cut.cut(order(file, 1, 1, 1)));
  }

  @Test
  void aFileThatIsShorterThanItsLedgerSaysIsRefused() throws Exception {
    StagedFile file = stage("1\n2\n", 3);

    assertThatThrownBy(() -> cut.cut(order(file, 2, 1))).hasMessageContaining("ends early");
  }

  @Test
  void aPieceThatIsNotWrittenIsPassedOver() throws Exception {
    StagedFile file = stage("1\n2\n3\n", 3);

    List<StagedFile> parts =
        cut.cut(file, List.of(new FileCut.Piece(1, true), new FileCut.Piece(2, false)));

    assertThat(folder.resolve("input").resolve(parts.get(0).inputName())).exists();
    assertThat(folder.resolve("input").resolve(parts.get(1).inputName())).doesNotExist();
  }

  private static FileCut.Order order(StagedFile file, long... pieces) {
    return new FileCut.Order(
        file, Arrays.stream(pieces).mapToObj(records -> new FileCut.Piece(records, true)).toList());
  }

  private StagedFile stage(String content, long records) throws IOException {
    StagedFile file = new StagedFile("part-0", records, records, content.length(), 0);
    Files.writeString(folder.resolve("input").resolve(file.inputName()), content);
    return file;
  }
}
