package dev.batchtransform.spark.internal.source.write;

import dev.batchtransform.spark.internal.session.Parcel;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.execution.datasources.WriteTaskResult;

/**
 * What a committed task has to tell, as bytes: Spark sends a commit message through the serializer
 * that the user has chosen.
 */
final class CommitMessage implements WriterCommitMessage {
  private static final long serialVersionUID = 1L;

  private static final String ONLY_REGISTERED = "spark.kryo.registrationRequired";

  private final byte[] content;

  private CommitMessage(byte[] content) {
    this.content = content;
  }

  /** The message with this content. */
  static WriterCommitMessage of(Serializable content) {
    byte[] packed = Parcel.pack(content);
    return SparkEnv.get().conf().getBoolean(ONLY_REGISTERED, false)
        ? inSparksOwn(packed)
        : new CommitMessage(packed);
  }

  /**
   * What tasks have told; a task that did not end has no message.
   *
   * @param type what all of them are given
   */
  static <T> List<T> contents(WriterCommitMessage[] messages, Class<T> type) {
    return Arrays.stream(messages)
        .flatMap(CommitMessage::bytes)
        .map(Parcel::unpack)
        .map(type::cast)
        .toList();
  }

  private static Stream<byte[]> bytes(WriterCommitMessage message) {
    if (message instanceof CommitMessage own) {
      return Stream.of(own.content);
    }
    return message instanceof WriteTaskResult sparks
        ? Stream.of((byte[]) sparks.commitMsg().obj())
        : Stream.empty();
  }

  /**
   * Where only registered classes may travel: Spark has registered the message of its own files.
   */
  private static WriterCommitMessage inSparksOwn(byte[] packed) {
    return new WriteTaskResult(new TaskCommitMessage(packed), null);
  }
}
