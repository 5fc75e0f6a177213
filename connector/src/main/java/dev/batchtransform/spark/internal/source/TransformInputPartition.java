package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.internal.join.FileToRead;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * Staged files that one task reads.
 *
 * @param files the files
 * @param limit most rows that are wanted of them
 */
record TransformInputPartition(List<FileToRead> files, long limit) implements InputPartition {}
