package dev.batchtransform.spark.internal.stage;

import dev.batchtransform.spark.internal.record.rowlog.RowsHash;
import java.io.Serializable;

/**
 * What is known of a staged file's rows.
 *
 * @param bytes bytes of the carried columns in memory, as Spark holds them
 * @param storedBytes size of the row log
 * @param hash what the rows are told from others by
 */
public record StagedRows(long bytes, long storedBytes, RowsHash hash) implements Serializable {}
