package dev.batchtransform.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

class LogsTest {

  private static final String GROUP = "/aws/sagemaker/TransformJobs";

  @TempDir Path root;
  private Cloud cloud;
  private TestContainer container;

  @BeforeEach
  void runAJobThatFails() throws IOException {
    cloud = new Cloud(root);
    container =
        TestContainer.start(
            body ->
                body.contains("bad")
                    ? new TestContainer.Answer(400, "Traceback:\n  missing field")
                    : TestContainer.lengths(body));
    cloud.createModel("model", container.image());
    cloud.put("in/a.jsonl", "bad\n");
    cloud.put("in/b.jsonl", "1\n");
    cloud.run(Cloud.job("job", "model"));
  }

  @AfterEach
  void stop() {
    cloud.close();
    container.close();
  }

  private String dataLogStream() {
    return cloud
        .logs
        .describeLogStreams(r -> r.logGroupName(GROUP).logStreamNamePrefix("job/"))
        .logStreams()
        .stream()
        .map(LogStream::logStreamName)
        .filter(name -> name.endsWith("/data-log"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theDataLogSaysWhatBecameOfAnObjectInAwssWords() {
    List<String> messages =
        cloud
            .logs
            .filterLogEvents(r -> r.logGroupName(GROUP).logStreamNamePrefix("job/"))
            .events()
            .stream()
            .map(FilteredLogEvent::message)
            .map(message -> message.replaceFirst("^[-0-9T:.]{23}", "<time>"))
            .toList();

    assertThat(messages)
        .containsExactly(
            "<time>:[sagemaker logs]: MaxConcurrentTransforms=1, MaxPayloadInMB=6,"
                + " BatchStrategy=SINGLE_RECORD",
            "<time>:[sagemaker logs]: bucket/in/a.jsonl: ClientError: 400",
            "<time>:[sagemaker logs]: bucket/in/a.jsonl: ",
            "<time>:[sagemaker logs]: bucket/in/a.jsonl: Message:",
            "<time>:[sagemaker logs]: bucket/in/a.jsonl: Traceback:",
            "<time>:[sagemaker logs]: bucket/in/a.jsonl:   missing field");
  }

  @Test
  void eventsAreFilteredByPattern() {
    assertThat(messages("\"ClientError: 400\"")).hasSize(1);
    assertThat(messages("Traceback missing")).isEmpty();
    assertThat(messages("?Traceback ?missing")).hasSize(2);
    assertThat(messages("-ClientError -Message")).hasSize(4);
    assertThatThrownBy(() -> messages("{ $.a = 1 }"))
        .isInstanceOf(CloudWatchLogsException.class)
        .hasMessageContaining("Invalid filter pattern");
  }

  private List<FilteredLogEvent> messages(String pattern) {
    return cloud
        .logs
        .filterLogEvents(
            r -> r.logGroupName(GROUP).logStreamNames(dataLogStream()).filterPattern(pattern))
        .events();
  }

  @Test
  void eventsComePageByPage() {
    assertThat(
            cloud
                .logs
                .filterLogEventsPaginator(
                    r -> r.logGroupName(GROUP).logStreamNamePrefix("job/").limit(4))
                .events())
        .hasSize(6);

    String stream = dataLogStream();
    GetLogEventsResponse first =
        cloud.logs.getLogEvents(
            r -> r.logGroupName(GROUP).logStreamName(stream).startFromHead(true).limit(4));
    GetLogEventsResponse second =
        cloud.logs.getLogEvents(
            r ->
                r.logGroupName(GROUP)
                    .logStreamName(stream)
                    .limit(4)
                    .nextToken(first.nextForwardToken()));
    assertThat(first.events()).hasSize(4);
    assertThat(second.events())
        .extracting(OutputLogEvent::message)
        .last()
        .asString()
        .endsWith("missing field");
    assertThat(
            cloud
                .logs
                .getLogEventsPaginator(
                    r -> r.logGroupName(GROUP).logStreamName(stream).startFromHead(true).limit(4))
                .stream()
                .flatMap(page -> page.events().stream()))
        .hasSize(6);
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    assertThatThrownBy(
            () -> cloud.logs.getLogEvents(r -> r.logGroupName(GROUP).logStreamName("absent")))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> cloud.logs.filterLogEvents(r -> r.logGroupName("/other")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void aBrokenConstraintIsAnInvalidParameterAsCloudWatchHasIt() {
    assertThatThrownBy(
            () -> cloud.logs.getLogEvents(r -> r.logGroupName(GROUP).logStreamName("a:b")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(
            "1 validation error detected: Value 'a:b' at 'logStreamName' failed to satisfy"
                + " constraint: Member must satisfy regular expression pattern: [^:*]*");
  }

  @Test
  void aGroupIsNamedOrIdentifiedAndNotBoth() {
    String stream = dataLogStream();
    String arn = "arn:aws:logs:eu-west-1:123456789012:log-group:" + GROUP;

    for (String identifier : List.of(GROUP, arn)) {
      assertThat(
              cloud
                  .logs
                  .getLogEvents(r -> r.logGroupIdentifier(identifier).logStreamName(stream))
                  .events())
          .hasSize(6);
    }
    assertThatThrownBy(() -> cloud.logs.getLogEvents(r -> r.logStreamName(stream)))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(
            () -> cloud.logs.filterLogEvents(r -> r.logGroupIdentifier(arn).logGroupName(GROUP)))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void timesWithoutAnAnswerAreCalledByTheirName() throws Exception {
    try (TestContainer closing =
        TestContainer.start(
            body -> {
              throw new IOException("the connection closes without an answer");
            })) {
      cloud.createModel("closing", closing.image());
      cloud.run(Cloud.job("unanswered", "closing"));
    }

    assertThat(cloud.call("GET", "/_emulator/jobs/unanswered/data-log", "").body())
        .contains("bucket/in/b.jsonl: Unable to get response from algorithm\n");
  }
}
