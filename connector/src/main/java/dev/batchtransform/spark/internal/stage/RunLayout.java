package dev.batchtransform.spark.internal.stage;

import java.io.Serializable;
import java.net.URI;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * Where everything of one run lies: {@code <stagingPath>/dt=<yyyy-MM-dd>/run_id=<runId>/}.
 *
 * @param root the run's folder, as a URI in the user's own scheme
 */
public record RunLayout(URI root) implements Serializable {
  private static final String RUN_ID = "run_id=";
  private static final Pattern PART_OF_OUTPUT = Pattern.compile("[0-9a-f-]{36}\\..+\\.out");

  /**
   * The layout of the run that {@code runId} names, on the day {@code dt}, below {@code
   * stagingPath}.
   */
  public static RunLayout of(Path stagingPath, String dt, String runId) {
    return new RunLayout(new Path(new Path(stagingPath, "dt=" + dt), RUN_ID + runId).toUri());
  }

  /**
   * The folder of the claims that drivers make on a run while they work on it. It lies beside the
   * runs, since a run's own folder comes and goes under a claim, and its day is not known before.
   */
  public static Path claims(Path stagingPath, String runId) {
    return new Path(claims(stagingPath), RUN_ID + runId);
  }

  /** The folder of the claims on all runs below {@code stagingPath}. */
  public static Path claims(Path stagingPath) {
    return new Path(stagingPath, "_claims");
  }

  /** The run's folder. */
  public Path path() {
    return new Path(root);
  }

  /** The run that lies here. */
  public String runId() {
    return path().getName().substring(RUN_ID.length());
  }

  /** The layout of the run that a file below {@link #inputs} belongs to. */
  public static RunLayout ofInput(Path input) {
    return new RunLayout(input.getParent().getParent().toUri());
  }

  /** The ledger, the run's only object that changes. */
  public Path ledger() {
    return new Path(path(), "_run.json");
  }

  /** The folder of the lists of files that are too long for the ledger itself. */
  public Path ledgerSlices() {
    return new Path(path(), "_run_files");
  }

  /** Whether a child of the run's folder is the ledger or a part of it. */
  public boolean isLedger(String child) {
    return ReplacedFile.isPartOf(ledger(), child) || child.equals(ledgerSlices().getName());
  }

  /** The folder of the files that the model reads. */
  public Path inputs() {
    return new Path(path(), "input");
  }

  /** The file that the model reads. */
  public Path input(StagedFile file) {
    return new Path(inputs(), file.inputName());
  }

  /** The folder of the row logs. */
  public Path rowLogs() {
    return new Path(path(), "rows");
  }

  /** The row log of a staged file. */
  public Path rowLog(StagedFile file) {
    return new Path(rowLogs(), file.rowsName());
  }

  /** The folder of the manifests. */
  public Path manifests() {
    return new Path(path(), "manifests");
  }

  /** The manifest that names exactly the files of one wave. */
  public Path manifest(int wave) {
    return new Path(manifests(), wave + ".json");
  }

  /** The folder of all waves' answers. */
  public Path outputs() {
    return new Path(path(), "output");
  }

  /** The folder below which a wave's answers appear. */
  public Path outputs(int wave) {
    return new Path(outputs(), Integer.toString(wave));
  }

  /** The answers to a staged file, once a wave has made them. */
  public Path output(int wave, StagedFile file) {
    return new Path(outputs(wave), file.outputName());
  }

  /** The folder of what is written down of the requests of one wave that was sent as such. */
  public Path requests(int wave) {
    return new Path(new Path(path(), "requests"), Integer.toString(wave));
  }

  /** Where one attempt leaves answers that are not all of an output's. */
  public static Path partOf(Path output, UUID attempt) {
    return new Path(output.getParent(), attempt + "." + output.getName());
  }

  /** Whether a file of this name was written where {@link #partOf} says. */
  public static boolean isPartOfOutput(String name) {
    return PART_OF_OUTPUT.matcher(name).matches();
  }

  /** The failed rows of a run that has ended. */
  public Path deadLetters(int number) {
    return new Path(deadLetterFolder(), number + ".jsonl");
  }

  /** The folder of what becomes {@link #deadLetters}, while it is being written. */
  public Path deadLetterParts(int number) {
    return new Path(deadLetterFolder(), "." + number);
  }

  /** A part of {@link #deadLetters}. */
  public Path deadLetterPart(int number, int part) {
    return new Path(deadLetterParts(number), part + ".jsonl");
  }

  private Path deadLetterFolder() {
    return new Path(path(), "dead_letters");
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
