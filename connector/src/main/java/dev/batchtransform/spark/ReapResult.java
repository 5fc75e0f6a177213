package dev.batchtransform.spark;

import java.util.List;

/**
 * What a reaping has done.
 *
 * @param stopped names of the jobs that were told to stop
 * @param failed names of the jobs that were not stopped: they could not be, or have ended or been
 *     taken over since they were found; the log has a warning for each
 */
public record ReapResult(List<String> stopped, List<String> failed) {}
