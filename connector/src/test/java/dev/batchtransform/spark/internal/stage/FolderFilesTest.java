package dev.batchtransform.spark.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFilesTest {
  @TempDir Path folder = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("a/empty"));
    Files.createDirectories(folder.resolve("b"));
    for (String file : List.of("one", "two", "a/three", "b/four")) {
      Files.writeString(folder.resolve(file), file);
    }
  }

  @Test
  void findsTheFilesAtAnyDepth() throws IOException {
    assertThat(names(files())).containsExactlyInAnyOrder("one", "two", "three", "four");
  }

  @Test
  void goesOnWhenFilesAndFoldersVanishMeanwhile() throws IOException {
    FolderFiles files = files();
    for (String path : List.of("one", "two", "a/three", "a/empty", "a")) {
      Files.delete(folder.resolve(path));
    }

    assertThat(names(files)).contains("four").doesNotContain("three");
  }

  @Test
  void hasNoMoreAfterTheLast() throws IOException {
    FolderFiles files = files();
    names(files);

    assertThatThrownBy(files::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void tellsThatTheFolderIsMissing() {
    assertThatThrownBy(() -> FolderFiles.below(hadoop(folder.resolve("c")), new Configuration()))
        .isInstanceOf(FileNotFoundException.class);
  }

  private FolderFiles files() throws IOException {
    return FolderFiles.below(hadoop(folder), new Configuration());
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static List<String> names(FolderFiles files) throws IOException {
    List<String> names = new ArrayList<>();
    while (files.hasNext()) {
      names.add(files.next().getPath().getName());
    }
    return names;
  }
}
