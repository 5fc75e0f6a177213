package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Counts a run's failed rows by their error codes, as far as its ledger tells them apart. */
public final class FailedRows {
  /** Only reading the output tells which of both an answer is. */
  private static final String USELESS =
      ErrorCode.MISSING.name() + " or " + ErrorCode.UNPARSEABLE.name();

  /** Only the row's own log tells why it was not sent. */
  private static final String UNSENT =
      ErrorCode.OVERSIZE.name() + " or " + ErrorCode.UNPARSEABLE.name();

  private final RunLedger run;
  private final Map<String, Long> rows = new TreeMap<>();

  private FailedRows(RunLedger run) {
    this.run = run;
  }

  /** Failed rows by code; together {@link RunLedger#failedRows}. */
  public static Map<String, Long> byCode(RunLedger run) {
    FailedRows failed = new FailedRows(run);
    run.files().forEach(failed::add);
    return Collections.unmodifiableMap(failed.rows);
  }

  private void add(LedgerFile file) {
    count(UNSENT, file.staged().rows() - file.staged().records());
    file.leaves().forEach(this::addLeaf);
  }

  private void addLeaf(LedgerFile leaf) {
    if (leaf.outcome() instanceof FileOutcome.Failed failed) {
      count(failed.code().name(), leaf.staged().records());
    } else if (leaf.outcome() instanceof FileOutcome.Scored scored) {
      long refused = 0;
      for (FileOutcome.Refused some : scored.refusals()) {
        count(some.code().name(), some.records().size());
        refused += some.records().size();
      }
      count(USELESS, leaf.failedRecords() - refused);
    } else if (run.state().isReadable()) {
      count(ErrorCode.NOT_RUN.name(), leaf.staged().records());
    }
  }

  private void count(String code, long more) {
    if (more > 0) {
      rows.merge(code, more, Long::sum);
    }
  }
}
