package dev.batchtransform.spark.source;

import dev.batchtransform.spark.stage.StagedFile;
import java.util.List;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * What a committed task has staged.
 *
 * @param files the files; none when the task had no rows or the run was staged before
 */
record StagedFilesMessage(List<StagedFile> files) implements WriterCommitMessage {}
