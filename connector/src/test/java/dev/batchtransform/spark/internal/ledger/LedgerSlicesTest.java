package dev.batchtransform.spark.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerSlicesTest {
  private Path folder;
  private RunLayout layout;

  @BeforeTry
  @BeforeEach
  void anEmptyFolder() throws IOException {
    folder = Files.createTempDirectory("slices");
    layout = new RunLayout(folder.toUri());
  }

  @AfterTry
  @AfterEach
  void nothingIsKept() {
    FileUtil.fullyDelete(folder.toFile());
  }

  /** Whatever is decided, in whatever order, by whichever driver: each ledger stays whole. */
  @Property(tries = 100)
  void everyLedgerThatWasWrittenIsReadBackAsItWas(
      @ForAll @IntRange(min = 1, max = 5) int filesOfSlice,
      @ForAll @IntRange(max = 17) int files,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    LedgerSlices driver = slices(filesOfSlice);
    RunLedger run = run(files);
    List<RunLedger> were = new ArrayList<>();
    List<byte[]> ledgers = new ArrayList<>();
    for (int save = 0; save < 6; save++) {
      ledgers.add(LedgerJson.write(driver.write(run, layout)));
      were.add(run);
      run = changed(run, random);
      driver = random.nextInt(3) == 0 ? slices(filesOfSlice) : driver;
    }

    for (int save = 0; save < were.size(); save++) {
      RunLedger read = read(ledgers.get(save));
      assertThat(read).isEqualTo(asRead(were.get(save), read.format()));
    }
  }

  @Test
  void aSaveWritesTheSlicesWithFilesThatWereDecidedAndNoOther() throws IOException {
    LedgerSlices slices = slices(10);
    RunLedger run = run(100);
    slices.write(run, layout);
    assertThat(written()).hasSize(10);

    slices.write(run.running().withNewWave(Runs.open(0)), layout);
    assertThat(written()).as("a wave that is planned decides nothing").hasSize(10);

    RunLedger decided = failing(run, 37);
    slices.write(decided, layout);
    assertThat(written()).hasSize(11);

    slices(10).write(decided, layout);
    assertThat(written()).as("another driver finds what is there").hasSize(11);
  }

  @Test
  void aLedgerOfFewFilesIsOneObjectOfTheFirstFormat() throws IOException {
    RunLedger written = slices(10).write(run(10), layout);

    assertThat(written.format()).isEqualTo(1);
    assertThat(new String(LedgerJson.write(written), StandardCharsets.UTF_8))
        .doesNotContain("slices");
    assertThat(written.files()).hasSize(10);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theLedgerItselfStaysShortHoweverManyFilesThereAre() throws IOException {
    RunLedger written = slices(1_000).write(run(20_000), layout);

    assertThat(written.format()).isEqualTo(2);
    assertThat(LedgerJson.write(written)).hasSizeLessThan(3_000);
    assertThat(read(LedgerJson.write(written)).files()).hasSize(20_000);
  }

  @Test
  void aRunThatReplacesAnotherOneWritesItsSlicesAgain() throws IOException {
    LedgerSlices slices = slices(1);
    slices.write(run(3), layout);
    FileUtil.fullyDelete(folder.toFile());

    RunLedger again =
        RunLedgerBuilder.builder(run(3)).created(Instant.EPOCH.plusSeconds(1)).build();
    byte[] ledger = LedgerJson.write(slices.write(again, layout));

    assertThat(read(ledger).files()).hasSize(3);
  }

  @Test
  void aSliceThatIsMissingOrChangedIsNamedAndNothingIsReadOfTheRun() throws IOException {
    byte[] ledger = LedgerJson.write(slices(2).write(run(5), layout));
    Path slice = written().get(1);

    Files.writeString(slice, Files.readString(slice).replace("part-", "pert-"));
    assertThatIOException()
        .isThrownBy(() -> read(ledger))
        .withMessageContainingAll(slice.getFileName().toString(), "damaged");

    Files.delete(slice);
    assertThatIOException()
        .isThrownBy(() -> read(ledger))
        .withMessageContainingAll(slice.getFileName().toString(), "missing");
  }

  @Test
  void aLedgerCannotNameAFileElsewhere() throws IOException {
    String ledger =
        new String(LedgerJson.write(slices(2).write(run(5), layout)), StandardCharsets.UTF_8);
    String elsewhere = ledger.replaceFirst("\"slices\":\\[\"[0-9a-f]{64}", "\"slices\":[\"../../x");

    assertThatIOException()
        .isThrownBy(() -> read(elsewhere.getBytes(StandardCharsets.UTF_8)))
        .withMessageContaining("outside of the run's folder");
  }

  /** As the other lists of a ledger are read. */
  private static RunLedger asRead(RunLedger run, int format) throws IOException {
    return LedgerJson.read(LedgerJson.write(RunLedgerBuilder.builder(run).format(format).build()));
  }

  private static LedgerSlices slices(int files) {
    Configuration hadoop = new Configuration(false);
    hadoop.setInt(LedgerSlices.FILES, files);
    return LedgerSlices.of(hadoop);
  }

  private RunLedger read(byte[] ledger) throws IOException {
    return LedgerSlices.read(LedgerJson.read(ledger), layout, new Configuration(false));
  }

  private List<Path> written() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("_run_files"))) {
      return files.sorted().toList();
    }
  }

  private static RunLedger run(int files) {
    return Runs.afterWaves()
        .staged(
            IntStream.range(0, files)
                .mapToObj(each -> new StagedFile("part-" + each, 4, 4, 400, each))
                .toList());
  }

  private static RunLedger failing(RunLedger run, int file) {
    List<LedgerFile> files = new ArrayList<>(run.files());
    files.set(
        file, files.get(file).with(new FileOutcome.Failed(ErrorCode.MODEL_ERROR, "why", 1, file)));
    return run.withFiles(files);
  }

  private static RunLedger changed(RunLedger run, Random random) {
    if (run.files().isEmpty() || random.nextInt(3) == 0) {
      return run.withOptions(Map.of("model", "m" + random.nextInt()));
    }
    int file = random.nextInt(run.files().size());
    if (random.nextBoolean()) {
      return failing(run, file);
    }
    List<LedgerFile> files = new ArrayList<>(run.files());
    LedgerFile whole = files.get(file);
    files.set(
        file,
        whole.with(
            new FileOutcome.Split(
                IntStream.range(0, random.nextInt(1, 4))
                    .mapToObj(
                        part -> Runs.pending("part-" + file + "-" + part, 1, ErrorCode.MISALIGNED))
                    .toList())));
    return run.withFiles(files);
  }
}
