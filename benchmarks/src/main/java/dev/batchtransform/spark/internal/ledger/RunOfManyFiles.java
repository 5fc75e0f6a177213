package dev.batchtransform.spark.internal.ledger;

import dev.batchtransform.spark.internal.stage.StagedFile;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A run that is told to have many files, of which only the ledger is there. */
public final class RunOfManyFiles {
  private RunOfManyFiles() {}

  /**
   * Makes the ledger of a completed run name its first file so many times, each time by another
   * name.
   *
   * @return rows that the run has then
   */
  public static long of(String stagingPath, String runId, long files, Configuration hadoop) {
    RunStore store = new RunStore(new Path(stagingPath), hadoop);
    RunLedger run = store.find(runId).orElseThrow();
    LedgerFile first = run.files().get(0);
    List<LedgerFile> many =
        LongStream.range(0, files).mapToObj(number -> named(first, number)).toList();
    try (ClaimedRun claimed = store.claimed(store.claims().tryTake(runId).orElseThrow())) {
      claimed.save(run.withFiles(many));
    }
    return files * first.staged().rows();
  }

  private static LedgerFile named(LedgerFile file, long number) {
    StagedFile staged = file.staged();
    String name = String.format(Locale.ROOT, "%s-%09d", staged.name(), number);
    FileOutcome.Scored scored = (FileOutcome.Scored) file.outcome();
    return new LedgerFile(
        new StagedFile(
            name,
            staged.rows(),
            staged.records(),
            staged.bytes(),
            staged.checksum() + number,
            staged.rowLog(),
            staged.gzip()),
        scored.at(scored.output().replace(staged.name(), name)));
  }
}
