package dev.batchtransform.spark;

import java.util.List;

/**
 * Where a run stands.
 *
 * @param state {@code STAGED}, {@code RUNNING}, {@code COMPLETED}, {@code FAILED} or {@code
 *     STOPPED}
 * @param rows rows that came in
 * @param failedRows rows that have an error instead of a prediction, as far as it is decided
 * @param files staged files
 * @param filesDone files whose answers exist
 * @param jobs SageMaker's transform jobs, one a wave; none where no SageMaker is called
 */
public record RunStatus(
    String state, long rows, long failedRows, int files, int filesDone, List<String> jobs) {}
