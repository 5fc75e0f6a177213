package dev.batchtransform.spark.internal.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WholeFileTest {

  enum Kind {
    RENAMING,
    ABORTABLE
  }

  @TempDir java.nio.file.Path folder;

  @ParameterizedTest
  @EnumSource
  void aCommittedFileStandsAloneUnderItsName(Kind kind) throws Exception {
    write(kind, "whole", true);

    assertThat(names()).containsExactly("a.out");
    assertThat(folder.resolve("a.out")).hasContent("whole");
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatIsNotCommittedLeavesNothing(Kind kind) throws Exception {
    write(kind, "half", false);

    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsVisibleBeforeTheCommit(Kind kind) throws Exception {
    try (WholeFile file = create(kind)) {
      file.out().write("so far".getBytes(UTF_8));
      file.out().flush();

      assertThat(folder.resolve("a.out")).doesNotExist();
      assertThat(names()).allMatch(name -> name.startsWith("_") || name.startsWith("."));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSecondAttemptIsHarmless(Kind kind) throws Exception {
    try (WholeFile slow = create(kind)) {
      slow.out().write("same".getBytes(UTF_8));
      write(kind, "same", true);
      slow.commit();
    }
    write(kind, "half of a th", false);

    assertThat(names()).containsExactly("a.out");
    assertThat(folder.resolve("a.out")).hasContent("same");
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptHoldsUpNeitherACommitNorItsCleaning(Kind kind) throws Exception {
    try (WholeFile file = create(kind)) {
      file.out().write("whole".getBytes(UTF_8));
      Thread.currentThread().interrupt();
      file.commit();
      assertThat(folder.resolve("a.out")).hasContent("whole");

      Discard.quietly(fileSystem(kind), path(), false);

      assertThat(names()).isEmpty();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aFileThatCannotGetItsNameLeavesNothing() throws Exception {
    FileSystem denied =
        new FilterFileSystem(FileSystem.getLocal(new Configuration())) {
          @Override
          public boolean rename(Path from, Path to) throws IOException {
            throw new IOException("denied");
          }
        };

    try (WholeFile file = WholeFile.create(denied, path())) {
      assertThatThrownBy(file::commit).isInstanceOf(IOException.class).hasMessage("denied");
    }

    assertThat(names()).isEmpty();
  }

  @Test
  void aFileThatCouldOnlyHalfBeCreatedLeavesNothing() throws Exception {
    FileSystem interrupted =
        new FilterFileSystem(FileSystem.getLocal(new Configuration())) {
          @Override
          public FSDataOutputStream create(Path path, boolean overwrite) throws IOException {
            fs.create(path, overwrite).close();
            throw new InterruptedIOException("while setting permissions");
          }
        };

    assertThatThrownBy(() -> WholeFile.create(interrupted, path()))
        .isInstanceOf(InterruptedIOException.class);

    assertThat(names()).isEmpty();
  }

  @Test
  void onALocalDiskNoFileHasAChecksumBesideIt() throws Exception {
    Configuration hadoop = new Configuration();
    try (FSDataOutputStream earlier = FileSystem.getLocal(hadoop).create(path())) {
      earlier.writeBytes("of an earlier version");
    }

    WholeFile.write(path(), "content".getBytes(UTF_8), hadoop);

    try (Stream<java.nio.file.Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("a.out");
    }
    try (FSDataInputStream in = FileSystem.getLocal(hadoop).open(path())) {
      assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("content");
    }
  }

  private void write(Kind kind, String content, boolean commit) throws IOException {
    try (WholeFile file = create(kind)) {
      file.out().write(content.getBytes(UTF_8));
      if (commit) {
        file.commit();
      }
    }
  }

  private WholeFile create(Kind kind) throws IOException {
    return WholeFile.create(fileSystem(kind), path());
  }

  private static FileSystem fileSystem(Kind kind) throws IOException {
    LocalFileSystem local = FileSystem.getLocal(new Configuration());
    return kind == Kind.ABORTABLE ? new ObjectStore(local) : local;
  }

  private Path path() {
    return new Path(folder.resolve("a.out").toUri());
  }

  private List<String> names() throws IOException {
    try (Stream<java.nio.file.Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .toList();
    }
  }

  /**
   * As S3A: a file appears when its stream is closed, and not at all when it is aborted; an
   * interrupted thread does nothing.
   */
  private static final class ObjectStore extends FilterFileSystem {

    ObjectStore(LocalFileSystem local) {
      super(local);
    }

    @Override
    public boolean hasPathCapability(Path path, String capability) throws IOException {
      return capability.equals(CommonPathCapabilities.ABORTABLE_STREAM)
          || super.hasPathCapability(path, capability);
    }

    @Override
    public FSDataOutputStream create(Path path, boolean overwrite) throws IOException {
      return new FSDataOutputStream(new Upload(path), null);
    }

    @Override
    public boolean rename(Path from, Path to) {
      throw new AssertionError("An object store copies to rename.");
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
      refuseInterrupted();
      return super.delete(path, recursive);
    }

    private static void refuseInterrupted() throws IOException {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("No request is sent");
      }
    }

    private final class Upload extends ByteArrayOutputStream implements Abortable {
      private final Path path;
      private boolean aborted;

      Upload(Path path) {
        this.path = path;
      }

      @Override
      public void close() throws IOException {
        if (!aborted) {
          refuseInterrupted();
          try (FSDataOutputStream object = fs.create(path, true)) {
            object.write(toByteArray());
          }
        }
      }

      @Override
      public AbortableResult abort() {
        aborted = true;
        return new AbortableResult() {
          @Override
          public boolean alreadyClosed() {
            return false;
          }

          @Override
          public IOException anyCleanupException() {
            return null;
          }
        };
      }
    }
  }
}
