package dev.batchtransform.spark.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscardTest {

  @TempDir Path folder = Path.of("");

  @Test
  void aFolderGoesWithAllInIt() throws Exception {
    Path deep = Files.createDirectories(folder.resolve("input/deep"));
    Files.writeString(deep.resolve("a.jsonl"), "{}");

    assertThat(Discard.all(path("input"), new Configuration(false))).isTrue();
    assertThat(folder.resolve("input")).doesNotExist();
  }

  @Test
  void whatIsNotThereIsGone() {
    assertThat(Discard.all(path("none"), new Configuration(false))).isTrue();
  }

  @Test
  void aRefusalIsToldAndNotThrown() throws Exception {
    Files.writeString(Files.createDirectories(folder.resolve("input")).resolve("a.jsonl"), "{}");

    assertThat(Discard.all(path("input"), with(Refusing.class))).isFalse();
    assertThat(folder.resolve("input/a.jsonl")).exists();
  }

  @Test
  void aFileSystemThatAnswersNoHasNotDeleted() throws Exception {
    Files.writeString(Files.createDirectories(folder.resolve("input")).resolve("a.jsonl"), "{}");

    assertThat(Discard.all(path("input"), with(Declining.class))).isFalse();
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
  }

  private static Configuration with(Class<? extends LocalFileSystem> type) {
    Configuration hadoop = new Configuration(false);
    hadoop.setClass("fs.file.impl", type, LocalFileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    return hadoop;
  }

  /** Refuses to delete, as S3 does without the permission. */
  public static final class Refusing extends LocalFileSystem {
    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      throw new AccessControlException("403");
    }
  }

  /** Says that it has deleted nothing, as a local disk does. */
  public static final class Declining extends LocalFileSystem {
    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) {
      return false;
    }
  }
}
