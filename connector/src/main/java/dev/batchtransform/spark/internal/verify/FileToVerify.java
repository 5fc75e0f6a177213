package dev.batchtransform.spark.internal.verify;

import dev.batchtransform.spark.internal.join.FileToRead;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.session.TaskWeight;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.io.Serializable;
import java.util.List;

/**
 * A staged file, and all that the ledger says of it.
 *
 * @param file the file and where its answers are
 * @param failedRows rows that have no prediction
 * @param inputs the file and the parts it was cut into, as far as they have an input to be read;
 *     none when inputs are not kept
 * @param outputs its outputs and their sizes
 */
public record FileToVerify(
    FileToRead file, long failedRows, List<StagedFile> inputs, List<Output> outputs)
    implements Serializable {

  /** An output as the ledger knows it. */
  public record Output(String path, long bytes) implements Serializable {}

  TaskWeight weight() {
    TaskWeight read = file.weight();
    long inputBytes = inputs.stream().mapToLong(StagedFile::bytes).sum();
    return new TaskWeight(read.bytes() + inputBytes, read.files() + inputs.size());
  }

  static FileToVerify of(LedgerFile file, boolean inputsKept) {
    return new FileToVerify(
        FileToRead.of(file),
        file.failedRows(),
        inputsKept ? file.inputs().toList() : List.of(),
        file.leaves()
            .map(LedgerFile::outcome)
            .filter(FileOutcome.Scored.class::isInstance)
            .map(FileOutcome.Scored.class::cast)
            .map(scored -> new Output(scored.output(), scored.bytes()))
            .distinct()
            .toList());
  }
}
