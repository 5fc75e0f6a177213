package dev.batchtransform.spark;

import java.util.List;

/**
 * What a reaping has done.
 *
 * @param stopped names of the jobs that were told to stop
 * @param failed names of the jobs that go on as they did: they could not be stopped, or have ended
 *     or been taken up since they were found; the log has a warning for each
 */
public record ReapResult(List<String> stopped, List<String> failed) {}
