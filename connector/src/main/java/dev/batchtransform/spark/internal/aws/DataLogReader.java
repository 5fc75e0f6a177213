package dev.batchtransform.spark.internal.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Reads a job's log: what SageMaker itself writes into it, and whether the containers do. */
final class DataLogReader {
  private static final Logger LOG = LoggerFactory.getLogger(DataLogReader.class);

  /** Stands in every line of a data log, and keeps the containers' own lines out. */
  private static final String PATTERN = "\"[sagemaker logs]\"";

  private static final int MOST_LINES = 10_000;

  /** Ends the name of a stream that is not a container's. */
  private static final String DATA_LOG = "/data-log";

  /** CloudWatch may give pages without a line while it searches. */
  private static final int MOST_PAGES = 20;

  private static final int LINES_OF_A_PAGE = 100;

  private final CloudWatchLogsClient client;

  DataLogReader(CloudWatchLogsClient client) {
    this.client = client;
  }

  /** What can be read; a failure costs no more than the words. */
  List<String> read(String jobName) {
    List<String> lines = new ArrayList<>();
    try {
      for (FilteredLogEvent event :
          client
              .filterLogEventsPaginator(
                  request ->
                      request
                          .logGroupName(TransformJobs.LOG_GROUP)
                          .logStreamNamePrefix(jobName + "/")
                          .filterPattern(PATTERN))
              .events()) {
        lines.add(event.message());
        if (lines.size() == MOST_LINES) {
          break;
        }
      }
    } catch (SdkException failure) {
      LOG.info(
          "Cannot read the data log of transform job '{}', so errors do not have the container's own message. Allow the caller logs:FilterLogEvents on log group {}: {}",
          jobName,
          TransformJobs.LOG_GROUP,
          failure.getMessage());
    }
    return List.copyOf(lines);
  }

  /** Signs of life; empty when the log cannot be read. */
  Optional<JobLogSigns> signs(String jobName, Instant since) {
    try {
      return Optional.of(new JobLogSigns(isServing(jobName), isSpeaking(jobName, since)));
    } catch (ResourceNotFoundException noJobHasEverWritten) {
      return Optional.of(new JobLogSigns(false, false));
    } catch (AbortedException interrupted) {
      // Whoever waits next must see the interrupt.
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (SdkException failure) {
      LOG.debug("Cannot read the log of transform job '{}': {}", jobName, failure.getMessage());
      return Optional.empty();
    }
  }

  private boolean isServing(String jobName) {
    return lines(jobName, request -> request.filterPattern(PATTERN)).findAny().isPresent();
  }

  private boolean isSpeaking(String jobName, Instant since) {
    return lines(jobName, request -> request.startTime(since.toEpochMilli()))
        .anyMatch(line -> !line.logStreamName().endsWith(DATA_LOG));
  }

  private Stream<FilteredLogEvent> lines(
      String jobName, Consumer<FilterLogEventsRequest.Builder> narrowed) {
    return client
        .filterLogEventsPaginator(
            request ->
                request
                    .logGroupName(TransformJobs.LOG_GROUP)
                    .logStreamNamePrefix(jobName + "/")
                    .limit(LINES_OF_A_PAGE)
                    .applyMutation(narrowed))
        .stream()
        .limit(MOST_PAGES)
        .flatMap(page -> page.events().stream());
  }
}
