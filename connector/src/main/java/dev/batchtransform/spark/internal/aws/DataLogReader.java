package dev.batchtransform.spark.internal.aws;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/** Reads what SageMaker itself writes into a job's log. */
final class DataLogReader {
  private static final Logger LOG = LoggerFactory.getLogger(DataLogReader.class);

  /** Stands in every line of a data log, and keeps the containers' own lines out. */
  private static final String PATTERN = "\"[sagemaker logs]\"";

  private static final int MOST_LINES = 10_000;

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
}
