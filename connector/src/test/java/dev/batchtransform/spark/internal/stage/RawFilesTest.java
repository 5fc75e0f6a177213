package dev.batchtransform.spark.internal.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawFilesTest {
  @TempDir private Path folder;

  private final Configuration hadoop = new Configuration();

  @Test
  void aNewFileOnALocalDiskStartsNoProcess() throws IOException {
    // Hadoop asks the system what it can do, once.
    write(folder.resolve("first"), "content");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      write(folder.resolve("new/folders/file"), "content");
      recording.stop();
      recording.dump(folder.resolve("recording.jfr"));
    }
    assertThat(RecordingFile.readAllEvents(folder.resolve("recording.jfr")))
        .extracting(RecordedEvent::toString)
        .isEmpty();
    assertThat(folder.resolve("new/folders/file")).hasContent("content");
  }

  @Test
  void aFileThatIsThereIsReplacedWhole() throws IOException {
    Path file = folder.resolve("file");
    write(file, "what was longer");
    write(file, "short");
    assertThat(file).hasContent("short");
  }

  @Test
  void permissionsThatWereAskedForAreGiven() throws IOException {
    Path file = folder.resolve("file");
    Configuration closed = new Configuration();
    closed.set("fs.permissions.umask-mode", "077");
    try (LocalFileSystem own = FileSystem.newInstanceLocal(closed);
        OutputStream out = RawFiles.create(own.getRawFileSystem(), path(file))) {
      out.write(1);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  private void write(Path file, String content) throws IOException {
    try (OutputStream out = RawFiles.create(RawFiles.of(path(file), hadoop), path(file))) {
      out.write(content.getBytes(UTF_8));
    }
  }

  private static org.apache.hadoop.fs.Path path(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }
}
