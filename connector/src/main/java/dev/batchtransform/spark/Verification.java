package dev.batchtransform.spark;

import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.text.Plural;
import dev.batchtransform.spark.internal.verify.VerifiedFile;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Whether a run's balance holds: rows in = rows scored + rows failed, in each staged file and in
 * all, as found by reading every row log, input and output again.
 *
 * <p>It proves that row logs and inputs are what was staged, that outputs have the size and the
 * number of answers that the ledger says, and that each answer can be read as the run's prediction
 * type or is counted among the failed rows. An answer that was replaced by another one of the same
 * length cannot be detected: only the model knows it.
 */
public final class Verification {
  private static final StructType FILES =
      new StructType()
          .add("file", DataTypes.StringType, false)
          .add("rows", DataTypes.LongType, false)
          .add("records", DataTypes.LongType, false)
          .add("scored", DataTypes.LongType, true)
          .add("failed", DataTypes.LongType, true)
          .add("checksum_ok", DataTypes.BooleanType, true)
          .add("problem", DataTypes.StringType, true);

  private final SparkSession spark;
  private final RunLedger run;
  private final List<VerifiedFile> files;

  Verification(SparkSession spark, RunLedger run, List<VerifiedFile> files) {
    this.spark = spark;
    this.run = run;
    this.files = List.copyOf(files);
  }

  /** Whether everything holds. */
  public boolean holds() {
    return problems().isEmpty();
  }

  /**
   * One row per staged file, with the columns {@code file} (as in the table {@code files}), {@code
   * rows} and {@code records} (as staged), {@code scored} and {@code failed} (rows, as counted now;
   * null when they could not be counted), {@code checksum_ok} (null when the file has no input, or
   * inputs were deleted) and {@code problem} (null when all holds).
   */
  public Dataset<Row> files() {
    return spark.createDataFrame(files.stream().map(Verification::row).toList(), FILES);
  }

  /** One line for people. */
  public String summary() {
    return holds() ? balance() + note() : findings() + note();
  }

  /**
   * Throws when something does not hold, for a job that must not go on in that case.
   *
   * @return this
   * @throws TransformRunException with the {@link #summary}
   */
  public Verification requireHolds() {
    if (!holds()) {
      throw new TransformRunException(
          summary()
              + " See verify().files(); restore the files, or run it again under another runId.");
    }
    return this;
  }

  /** The {@link #summary}. */
  @Override
  public String toString() {
    return summary();
  }

  private String balance() {
    return String.format(
        Locale.ROOT,
        "Run '%s' (%s) holds: %s = %,d scored + %,d failed, in %s.",
        run.runId(),
        run.state(),
        Plural.grouped(run.rows(), "row"),
        scored(),
        failed(),
        Plural.grouped(files.size(), "file"));
  }

  private String findings() {
    List<VerifiedFile> problems = problems();
    return String.format(
        Locale.ROOT,
        "Run '%s' (%s) failed verification: %,d of %s %s a problem. First: %s: %s",
        run.runId(),
        run.state(),
        problems.size(),
        Plural.grouped(files.size(), "file"),
        Plural.choose(problems.size(), "has", "have"),
        problems.get(0).file(),
        problems.get(0).problem());
  }

  private String note() {
    return run.inputs() == null
        ? ""
        : " Its staged input was deleted (cleanup=input) and could not be compared.";
  }

  private List<VerifiedFile> problems() {
    return files.stream().filter(file -> file.problem() != null).toList();
  }

  private long scored() {
    return files.stream()
        .map(VerifiedFile::scored)
        .filter(Objects::nonNull)
        .mapToLong(n -> n)
        .sum();
  }

  private long failed() {
    return files.stream()
        .map(VerifiedFile::failed)
        .filter(Objects::nonNull)
        .mapToLong(n -> n)
        .sum();
  }

  private static Row row(VerifiedFile file) {
    return RowFactory.create(
        file.file(),
        file.rows(),
        file.records(),
        file.scored(),
        file.failed(),
        file.checksumOk(),
        file.problem());
  }
}
