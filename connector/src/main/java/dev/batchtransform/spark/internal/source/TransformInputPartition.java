package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.internal.join.FileToRead;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * Staged files of one run that one task reads.
 *
 * @param run which of the read's runs they are of
 * @param files the files
 * @param limit most rows that are wanted of them
 */
record TransformInputPartition(int run, List<FileToRead> files, long limit)
    implements InputPartition {}
