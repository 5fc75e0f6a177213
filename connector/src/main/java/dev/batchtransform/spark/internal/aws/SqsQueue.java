package dev.batchtransform.spark.internal.aws;

import dev.batchtransform.spark.exceptions.AwsCallException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** {@link MessageQueue} through the AWS SDK. */
final class SqsQueue implements MessageQueue {

  /** How often a message is sent that SQS did not take for its own reasons. */
  private static final int ATTEMPTS = 5;

  /**
   * Hosts of AWS's own, that of an interface endpoint among them: {@code
   * sqs.<region>.amazonaws.com}, {@code <region>.queue.amazonaws.com}.
   */
  private static final Pattern REGION_IN_HOST =
      Pattern.compile(
          "(?:.*\\.)?(?:sqs(?:-fips)?\\.([a-z0-9-]+)|([a-z0-9-]+)\\.queue)\\..*(?:amazonaws|api\\.aws).*");

  private final SqsClient client;
  private final String queueUrl;
  private final RetryPace pace;
  private final Closing closing;

  private SqsQueue(SqsClient client, String queueUrl, RetryPace pace, Closing closing) {
    this.client = client;
    this.queueUrl = queueUrl;
    this.pace = pace;
    this.closing = closing;
  }

  static SqsQueue connect(AwsSettings settings, String queueUrl, RetryPace pace) {
    AwsAccess access = new AwsAccess("SQS");
    URI url = URI.create(queueUrl);
    Region region = regionOf(url).orElseGet(() -> access.region(settings));
    return access.connect(
        settings,
        region,
        connection ->
            new SqsQueue(
                connection.client(
                    SqsClient.builder(),
                    AwsAccess.overrides(pace.standard()),
                    Optional.of(URI.create(url.getScheme() + "://" + url.getRawAuthority()))),
                queueUrl,
                pace,
                connection.closing()));
  }

  static Optional<Region> regionOf(URI queueUrl) {
    Matcher host = REGION_IN_HOST.matcher(String.valueOf(queueUrl.getHost()));
    if (!host.matches()) {
      return Optional.empty();
    }
    return Optional.of(Region.of(host.group(1) == null ? host.group(2) : host.group(1)));
  }

  @Override
  public int send(List<Message> messages) throws InterruptedException {
    List<SendMessageBatchRequestEntry> left = entries(messages);
    int taken = 0;
    for (int attempt = 1; !left.isEmpty() && attempt <= ATTEMPTS; attempt++) {
      if (attempt > 1) {
        pace.pause(attempt - 1);
      }
      SendMessageBatchResponse answer = sendOnce(left);
      taken += answer.successful().size();
      List<String> again =
          answer.failed().stream()
              .filter(failed -> !Boolean.TRUE.equals(failed.senderFault()))
              .map(BatchResultErrorEntry::id)
              .toList();
      left = left.stream().filter(entry -> again.contains(entry.id())).toList();
    }
    return taken;
  }

  @Override
  public void close() {
    closing.close();
  }

  private SendMessageBatchResponse sendOnce(List<SendMessageBatchRequestEntry> entries) {
    try {
      return client.sendMessageBatch(request -> request.queueUrl(queueUrl).entries(entries));
    } catch (SdkException failure) {
      throw new AwsCallException(
          AwsErrors.kind(failure),
          "Cannot call sqs:SendMessage for queue %s because %s."
              .formatted(queueUrl, AwsErrors.reason(failure)),
          failure);
    }
  }

  private static List<SendMessageBatchRequestEntry> entries(List<Message> messages) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Message message : messages) {
      SendMessageBatchRequestEntry.Builder entry =
          SendMessageBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .messageBody(message.body());
      message
          .order()
          .ifPresent(
              order ->
                  entry
                      .messageGroupId(order.groupId())
                      .messageDeduplicationId(order.deduplicationId()));
      entries.add(entry.build());
    }
    return entries;
  }
}
