package dev.batchtransform.spark.internal.aws;

import dev.batchtransform.spark.exceptions.AwsCallException;
import java.util.List;
import java.util.Optional;

/** A queue of SQS that messages are sent to. Safe for use by several threads. */
public interface MessageQueue extends AutoCloseable {

  /** Most messages that SQS takes at once. */
  int MOST_AT_ONCE = 10;

  /**
   * A message.
   *
   * @param body at most 24 KiB, so that {@link #MOST_AT_ONCE} of them fit into what SQS takes
   * @param order how a FIFO queue orders it and knows it again; empty for any other queue
   */
  record Message(String body, Optional<FifoOrder> order) {}

  /**
   * What a FIFO queue wants of each message.
   *
   * @param groupId messages of one group are delivered in order
   * @param deduplicationId a message with the id of one sent within five minutes is dropped
   */
  record FifoOrder(String groupId, String deduplicationId) {}

  /**
   * Connects to a queue.
   *
   * @param settings its endpoint is not used: a queue is called at the host of its own URL, and
   *     where that host names a region, in that region
   * @throws AwsCallException when no region or no credentials can be found, or the role cannot be
   *     assumed
   */
  static MessageQueue connect(AwsSettings settings, String queueUrl) {
    return SqsQueue.connect(settings, queueUrl, RetryPace.normal());
  }

  /**
   * Sends messages. What SQS does not take for its own reasons is sent again a few times.
   *
   * @param messages at most {@link #MOST_AT_ONCE}
   * @return how many SQS has taken
   * @throws AwsCallException when the call fails; some of the messages may have been taken then
   */
  int send(List<Message> messages) throws InterruptedException;

  @Override
  void close();
}
