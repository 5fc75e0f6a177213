package dev.batchtransform.spark.internal.verify;

import dev.batchtransform.spark.internal.join.AlignedReader;
import dev.batchtransform.spark.internal.join.OutputProof;
import dev.batchtransform.spark.internal.join.RowLogs;
import dev.batchtransform.spark.internal.source.ReadPlan;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.internal.stage.WholeInput;
import dev.batchtransform.spark.internal.text.Plural;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a staged file, its row log and its answers again, and compares them with the ledger. What
 * does not hold is a finding and no exception, so that one damaged file hides no other. Travels to
 * the executors.
 *
 * @param plan how a read of the run's result decodes its answers
 * @param hadoop the session's Hadoop configuration
 */
public record FileVerifier(ReadPlan plan, SerializableConfiguration hadoop)
    implements Serializable {

  /** Rows by what a reader gets for them, or why they cannot be told. */
  private record Walk(@Nullable Long scored, @Nullable Long failed, Optional<String> problem) {}

  VerifiedFile of(FileToVerify file) {
    List<String> changed =
        file.inputs().stream().map(this::changed).flatMap(Optional::stream).toList();
    Walk walk = walk(file);
    List<String> problems =
        Stream.of(changed.stream(), resized(file), walk.problem().stream())
            .flatMap(all -> all)
            .toList();
    StagedFile staged = file.file().staged();
    return new VerifiedFile(
        staged.inputName(),
        staged.rows(),
        staged.records(),
        walk.scored(),
        walk.failed(),
        file.inputs().isEmpty() ? null : changed.isEmpty(),
        problems.isEmpty() ? null : String.join(" ", problems));
  }

  /** How an input differs from what was staged; empty when it does not. */
  private Optional<String> changed(StagedFile staged) {
    Path input = plan.answers().layout().input(staged);
    CRC32C checksum = new CRC32C();
    try (InputStream in =
        new CheckedInputStream(WholeInput.open(input, 0, hadoop.value()), checksum)) {
      long bytes = in.transferTo(OutputStream.nullOutputStream());
      if (bytes != staged.bytes()) {
        return Optional.of(
            "The input %s has %d bytes, but %d were staged."
                .formatted(staged.inputName(), bytes, staged.bytes()));
      }
      return checksum.getValue() == staged.checksum()
          ? Optional.empty()
          : Optional.of(
              "The input %s was changed after it was staged: its checksum is different."
                  .formatted(staged.inputName()));
    } catch (IOException | RuntimeException failure) {
      return Optional.of("The input " + staged.inputName() + unreadable(failure));
    }
  }

  /**
   * An answer that was cut off in a number may still be a number, so counts do not find it. A
   * missing output is found when it is opened.
   */
  private Stream<String> resized(FileToVerify file) {
    return file.outputs().stream().map(this::resized).flatMap(Optional::stream);
  }

  private Optional<String> resized(FileToVerify.Output output) {
    Path path = new Path(output.path());
    try {
      FileSystem fileSystem = path.getFileSystem(hadoop.value());
      long bytes = fileSystem.getFileStatus(path).getLen();
      return bytes == output.bytes()
          ? Optional.empty()
          : Optional.of(
              "The output %s has %d bytes, but the ledger says %d."
                  .formatted(output.path(), bytes, output.bytes()));
    } catch (FileNotFoundException missing) {
      return Optional.empty();
    } catch (IOException | RuntimeException failure) {
      return Optional.of("The output " + output.path() + unreadable(failure));
    }
  }

  private Walk walk(FileToVerify file) {
    long scored = 0;
    long failed = 0;
    try (AlignedReader rows =
        new AlignedReader(
            file.file(),
            plan.answers(),
            plan.needsAnswers(),
            hadoop.value(),
            new RowLogs(hadoop.value(), plan.carried()))) {
      while (rows.next()) {
        if (rows.error() == null) {
          scored++;
        } else {
          failed++;
        }
      }
    } catch (IOException | RuntimeException failure) {
      return new Walk(null, null, Optional.of("The row log or an output" + unreadable(failure)));
    }
    Optional<String> problem = miscounted(file, scored, failed);
    return new Walk(scored, failed, problem.isPresent() ? problem : unproven(file));
  }

  private Optional<String> unproven(FileToVerify file) {
    try {
      return OutputProof.problem(file.file(), plan.answers(), hadoop.value())
          .map("Answers may be on the wrong rows. "::concat);
    } catch (IOException | RuntimeException failure) {
      return Optional.of("An output" + unreadable(failure));
    }
  }

  private static Optional<String> miscounted(FileToVerify file, long scored, long failed) {
    long rows = file.file().staged().rows();
    return scored + failed == rows && failed == file.failedRows()
        ? Optional.empty()
        : Optional.of(
            "%s %s a prediction and %d an error, but the ledger says %s of which %d %s an error."
                .formatted(
                    Plural.of(scored, "row"),
                    Plural.choose(scored, "has", "have"),
                    failed,
                    Plural.of(rows, "row"),
                    file.failedRows(),
                    Plural.choose(file.failedRows(), "has", "have")));
  }

  private static String unreadable(Exception failure) {
    return failure instanceof FileNotFoundException
        ? " is missing: " + failure.getMessage() + "."
        : " cannot be read to its end: " + failure.getMessage();
  }
}
