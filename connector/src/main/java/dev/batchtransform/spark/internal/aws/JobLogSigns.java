package dev.batchtransform.spark.internal.aws;

/**
 * Signs of life in a job's log, without any of its words: a container's own lines may hold what is
 * in records.
 *
 * @param serving whether SageMaker has begun to send requests: its data log has a line, the first
 *     of which it writes when the container has answered {@code /ping}
 * @param speaking whether a container has written a line since the time that was asked for
 */
public record JobLogSigns(boolean serving, boolean speaking) {}
