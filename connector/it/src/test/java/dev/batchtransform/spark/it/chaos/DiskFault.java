package dev.batchtransform.spark.it.chaos;

/**
 * An operation on storage that fails once.
 *
 * @param operation as {@link DiskBucket} calls it, or {@code lag}: a listing lacks what it should
 *     show
 * @param path text that the path contains
 * @param nth at which of such operations, 1 being the first
 */
record DiskFault(String operation, String path, int nth) {}
