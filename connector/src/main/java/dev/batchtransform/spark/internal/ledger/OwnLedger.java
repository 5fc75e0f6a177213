package dev.batchtransform.spark.internal.ledger;

import dev.batchtransform.spark.internal.ledger.FileOutcome.Scored;
import dev.batchtransform.spark.internal.ledger.FileOutcome.Split;
import dev.batchtransform.spark.internal.options.ExecutorKind;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.SageMakerUris;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * Holds a ledger that was read against the folder it lies in. Whoever may write the staging path
 * may write a ledger; it must not lead a driver out of the run's own folder. Files are named by
 * plain names, and an output is looked for in this folder wherever the ledger says that it was
 * written: so a staging path that was copied or is reached by another scheme is read from where it
 * is. Only the answers of an asynchronous endpoint lie elsewhere: in S3, where it puts those of all
 * its callers.
 */
final class OwnLedger {
  /** As staged files and their parts are called. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*");

  private static final Pattern OUTPUT = Pattern.compile(".*/output/(\\d{1,9})/([^/]+)");

  private final Path folder;
  private final String outputs;
  private final Set<Integer> answeredElsewhere;

  private OwnLedger(Path folder, RunLedger run) {
    this.folder = folder;
    this.outputs = new RunLayout(folder.toUri()).outputs().toString();
    this.answeredElsewhere =
        run.waves().stream()
            .filter(wave -> isAsync(wave.executor() == null ? run.executor() : wave.executor()))
            .map(LedgerWave::index)
            .collect(Collectors.toSet());
  }

  private static boolean isAsync(String executor) {
    return executor.equals(ExecutorKind.ASYNC.text());
  }

  /**
   * The ledger with its outputs in this folder.
   *
   * @throws IOException when it is another folder's, or names files elsewhere
   */
  static RunLedger in(Path folder, RunLedger run) throws IOException {
    if (!isOf(folder, run)) {
      throw new IOException("its _run.json is not the ledger of a run in this folder");
    }
    OwnLedger own = new OwnLedger(folder, run);
    List<LedgerFile> files = own.own(run.files());
    return files.equals(run.files()) ? run : run.withFiles(files);
  }

  private static boolean isOf(Path folder, RunLedger run) {
    return folder.getName().equals("run_id=" + run.runId())
        && folder.getParent().getName().equals("dt=" + run.dt());
  }

  private List<LedgerFile> own(List<LedgerFile> files) throws IOException {
    LedgerFile[] own = new LedgerFile[files.size()];
    for (int each = 0; each < own.length; each++) {
      own[each] = own(files.get(each));
    }
    return List.of(own);
  }

  private LedgerFile own(LedgerFile file) throws IOException {
    requirePlain(file.staged().name());
    if (file.outcome() instanceof Split split) {
      return file.with(new Split(own(split.parts())));
    }
    if (file.outcome() instanceof Scored scored) {
      String output =
          answeredElsewhere.contains(scored.wave()) ? inS3(scored.output()) : own(scored.output());
      return output.equals(scored.output()) ? file : file.with(scored.at(output));
    }
    return file;
  }

  private String inS3(String output) throws IOException {
    Path path = new Path(output);
    if (!SageMakerUris.isS3(path)) {
      throw new IOException("it names an output outside of S3");
    }
    return SageMakerUris.inSchemeOf(folder, path).toString();
  }

  private String own(String output) throws IOException {
    Matcher named = OUTPUT.matcher(output);
    if (!named.matches()) {
      throw new IOException("it names an output outside of the run's folder");
    }
    requirePlain(named.group(2));
    return outputs + "/" + named.group(1) + "/" + named.group(2);
  }

  private static void requirePlain(String name) throws IOException {
    if (!PLAIN_NAME.matcher(name).matches()) {
      throw new IOException("it names a file outside of the run's folder");
    }
  }
}
