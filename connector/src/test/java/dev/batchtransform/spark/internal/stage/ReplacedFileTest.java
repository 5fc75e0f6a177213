package dev.batchtransform.spark.internal.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacedFileTest {
  private static final int REPLACEMENTS = 1500;

  @TempDir java.nio.file.Path folder;

  private final Configuration hadoop = new Configuration(false);

  ReplacedFileTest() {
    hadoop.setClass("fs.twosteps.impl", TwoSteps.class, FileSystem.class);
    hadoop.setBoolean("fs.twosteps.impl.disable.cache", true);
  }

  /** Content that tells whether it is whole: numbers in brackets. */
  private static String whole(byte[] bytes) throws IOException {
    String text = new String(bytes, UTF_8);
    if (!text.startsWith("[") || !text.endsWith("]")) {
      throw new IOException("not whole: " + text.length() + " characters");
    }
    return text;
  }

  private void write(Path path, String text) throws IOException {
    ReplacedFile.write(
        path, text.getBytes(UTF_8), FileVersion.of(path, hadoop), ReplacedFileTest::whole, hadoop);
  }

  private Optional<String> read(Path path) throws IOException {
    return ReplacedFile.read(path, ReplacedFileTest::whole, hadoop);
  }

  private Path onDisk() {
    return new Path(folder.resolve("_run.json").toUri());
  }

  private Path inTwoSteps() {
    return new Path("twosteps://store" + folder.resolve("_run.json"));
  }

  @Test
  void onALocalDiskReadersNeverMissItHoweverOftenItIsReplaced() throws Exception {
    write(onDisk(), "[0]");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Callable<Integer> readAll =
          () -> {
            int reads = 0;
            for (String seen = ""; !seen.equals("[" + REPLACEMENTS + "]"); reads++) {
              seen = read(onDisk()).orElseThrow();
            }
            return reads;
          };
      Future<Integer> one = threads.submit(readAll);
      Future<Integer> other = threads.submit(readAll);
      for (int each = 1; each <= REPLACEMENTS; each++) {
        write(onDisk(), "[" + each + "]");
      }

      assertThat(one.get()).isPositive();
      assertThat(other.get()).isPositive();
    } finally {
      threads.shutdownNow();
    }
    assertThat(folder.toFile().list()).containsExactly("_run.json");
  }

  @Test
  void theChecksumThatAnEarlierVersionHasLeftDoesNotDamageIt() throws Exception {
    FileSystem checked = onDisk().getFileSystem(hadoop);
    checked.create(onDisk(), true).close();
    assertThat(folder.resolve("._run.json.crc")).exists();

    write(onDisk(), "[1]");

    assertThat(read(onDisk())).contains("[1]");
    try (var in = checked.open(onDisk())) {
      assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("[1]");
    }
  }

  @Test
  void aDriverKilledBetweenDeletingTheOldAndNamingTheNewLosesNeither() throws Exception {
    write(inTwoSteps(), "[1]");
    TwoSteps.killAfterDelete = true;

    assertThatThrownBy(() -> write(inTwoSteps(), "[2]")).hasRootCauseInstanceOf(Killed.class);
    assertThat(folder.resolve("_run.json")).doesNotExist();
    assertThat(read(inTwoSteps())).contains("[2]");

    // And again in the middle of the next save, which must not write over the only copy.
    TwoSteps.killWhileWriting = true;
    assertThatThrownBy(() -> write(inTwoSteps(), "[3]")).hasRootCauseInstanceOf(Killed.class);
    assertThat(read(inTwoSteps())).contains("[2]");

    write(inTwoSteps(), "[4]");
    assertThat(read(inTwoSteps())).contains("[4]");
    assertThat(folder.toFile().list()).containsExactly("_run.json");
  }

  @Test
  void whatWasNeverWrittenWholeIsNoFile() throws Exception {
    Files.writeString(folder.resolve("_run.json.next"), "[1");

    assertThat(read(inTwoSteps())).isEmpty();
    assertThat(read(onDisk())).isEmpty();

    write(inTwoSteps(), "[2]");
    assertThat(read(inTwoSteps())).contains("[2]");
  }

  @Test
  void aFileThatIsDamagedIsToldAndNotTakenForMissing() throws Exception {
    Files.writeString(folder.resolve("_run.json"), "[1");

    assertThatThrownBy(() -> read(onDisk())).hasMessageContaining("not whole");
  }

  /** Ends a driver where it stands. */
  private static final class Killed extends RuntimeException {}

  /** A store that cannot rename onto a file that is there, as most that are no disk. */
  public static final class TwoSteps extends FilterFileSystem {
    static boolean killAfterDelete;
    static boolean killWhileWriting;

    public TwoSteps() {
      super(new RawLocalFileSystem());
    }

    @Override
    public void initialize(URI uri, Configuration conf) throws IOException {
      super.initialize(URI.create("file:///"), conf);
    }

    @Override
    public URI getUri() {
      return URI.create("twosteps://store");
    }

    @Override
    protected void checkPath(Path path) {}

    @Override
    public boolean hasPathCapability(Path path, String capability) {
      return false;
    }

    private static Path local(Path path) {
      return new Path("file://" + path.toUri().getPath());
    }

    @Override
    public org.apache.hadoop.fs.FSDataInputStream open(Path path, int buffer) throws IOException {
      return fs.open(local(path), buffer);
    }

    @Override
    public org.apache.hadoop.fs.FileStatus getFileStatus(Path path) throws IOException {
      return fs.getFileStatus(local(path));
    }

    @Override
    public org.apache.hadoop.fs.FSDataOutputStream create(
        Path path,
        org.apache.hadoop.fs.permission.FsPermission permission,
        boolean overwrite,
        int buffer,
        short replicas,
        long block,
        org.apache.hadoop.util.Progressable progress)
        throws IOException {
      var out = fs.create(local(path), overwrite);
      if (killWhileWriting) {
        killWhileWriting = false;
        out.write('[');
        out.close();
        throw new Killed();
      }
      return out;
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
      return !fs.exists(local(to)) && fs.rename(local(from), local(to));
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
      boolean deleted = fs.delete(local(path), recursive);
      if (killAfterDelete) {
        killAfterDelete = false;
        throw new Killed();
      }
      return deleted;
    }
  }
}
