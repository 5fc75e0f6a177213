package dev.batchtransform.spark;

import java.util.List;

/**
 * What a purge has done.
 *
 * @param deleted ids of the runs that are gone
 * @param failed ids of the runs that were not deleted completely; the log has a warning for each
 */
public record PurgeResult(List<String> deleted, List<String> failed) {}
