package dev.batchtransform.spark;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a run stands.
 *
 * @param state {@code STAGED}, {@code RUNNING}, {@code COMPLETED}, {@code FAILED} or {@code
 *     STOPPED}
 * @param rows rows that came in
 * @param failedRows rows that have an error instead of a prediction, as far as it is decided
 * @param failuresByCode the same by error code; what the run's ledger does not tell apart has both
 *     codes, as in {@code MISSING or UNPARSEABLE}
 * @param files staged files
 * @param filesDone files whose answers exist
 * @param jobs SageMaker's transform jobs, one per wave; none where no SageMaker is called
 * @param region where those jobs live; empty where there are none
 */
public record RunStatus(
    String state,
    long rows,
    long failedRows,
    Map<String, Long> failuresByCode,
    int files,
    int filesDone,
    List<String> jobs,
    Optional<String> region) {}
