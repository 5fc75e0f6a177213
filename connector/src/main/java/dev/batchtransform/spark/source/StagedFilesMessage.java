package dev.batchtransform.spark.source;

import dev.batchtransform.spark.session.Parcel;
import dev.batchtransform.spark.stage.StagedFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.execution.datasources.WriteTaskResult;

/**
 * What a committed task has staged, as bytes: Spark sends a commit message through the serializer
 * that the user has chosen.
 */
final class StagedFilesMessage implements WriterCommitMessage {
  private static final long serialVersionUID = 1L;

  private static final String ONLY_REGISTERED = "spark.kryo.registrationRequired";

  private final byte[] files;

  private StagedFilesMessage(byte[] files) {
    this.files = files;
  }

  /**
   * The message about these files.
   *
   * @param files none when the task had no rows or the run was staged before
   */
  static WriterCommitMessage of(List<StagedFile> files) {
    byte[] packed = Parcel.pack(files.toArray(StagedFile[]::new));
    return SparkEnv.get().conf().getBoolean(ONLY_REGISTERED, false)
        ? inSparksOwn(packed)
        : new StagedFilesMessage(packed);
  }

  /** The files that tasks have staged; a task that did not end has no message. */
  static List<StagedFile> files(WriterCommitMessage[] messages) {
    List<StagedFile> all = new ArrayList<>();
    for (WriterCommitMessage message : messages) {
      if (message instanceof StagedFilesMessage own) {
        Collections.addAll(all, (StagedFile[]) Parcel.unpack(own.files));
      } else if (message instanceof WriteTaskResult sparks) {
        Collections.addAll(all, (StagedFile[]) Parcel.unpack((byte[]) sparks.commitMsg().obj()));
      }
    }
    return List.copyOf(all);
  }

  /**
   * Where only registered classes may travel: Spark has registered the message of its own files.
   */
  private static WriterCommitMessage inSparksOwn(byte[] packed) {
    return new WriteTaskResult(new TaskCommitMessage(packed), null);
  }
}
