package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.internal.join.FileToRead;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.stage.StagedRows;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * How much a scan reads, and how much it hands on, as far as the ledger tells: what columns of
 * fixed length hold is known, and all that the others hold is counted as soon as one of them is
 * wanted. Rather too much than too little: what is said to be small is sent to every executor.
 *
 * @param carried columns of the row log
 * @param wanted those of them that are wanted
 * @param rows whether row logs are read
 * @param answers whether outputs are read
 * @param predictionBytes what a prediction takes at least; 0 when none is wanted
 */
record ScanSize(
    StructType carried, StructType wanted, boolean rows, boolean answers, long predictionBytes) {

  static ScanSize of(ResultSchema result, StructType required, boolean rows, boolean answers) {
    StructField[] wanted =
        Arrays.stream(required.fields())
            .filter(field -> Arrays.asList(result.carried().fieldNames()).contains(field.name()))
            .toArray(StructField[]::new);
    boolean prediction = Arrays.asList(required.fieldNames()).contains(result.predictionColumn());
    return new ScanSize(
        result.carried(),
        new StructType(wanted),
        rows,
        answers,
        prediction ? result.predictionType().defaultSize() : 0);
  }

  /** Bytes that a task has to work through for a file, once they are decompressed. */
  long read(LedgerFile file) {
    return (rows ? carriedBytes(file) : 0) + (answers ? FileToRead.answerBytes(file) : 0);
  }

  /** Bytes of the wanted columns of a file's rows, as Spark holds them. */
  long handedOn(LedgerFile file) {
    long number = file.staged().rows();
    long bytes = number * fixedBytes(wanted);
    if (!isFixed(wanted)) {
      bytes += Math.max(0, carriedBytes(file) - number * fixedBytes(carried));
    }
    if (predictionBytes > 0) {
      bytes += Math.max(FileToRead.answerBytes(file), number * predictionBytes);
    }
    return bytes;
  }

  /** An older ledger does not say it; the row log then holds about what the input does. */
  private static long carriedBytes(LedgerFile file) {
    @Nullable StagedRows rowLog = file.staged().rowLog();
    return rowLog == null ? file.staged().bytes() : rowLog.bytes();
  }

  private static long fixedBytes(StructType columns) {
    int number = columns.fields().length;
    return Math.max(8, UnsafeRow.calculateBitSetWidthInBytes(number) + 8L * number);
  }

  private static boolean isFixed(StructType columns) {
    return Arrays.stream(columns.fields())
        .allMatch(field -> UnsafeRow.isFixedLength(field.dataType()));
  }
}
