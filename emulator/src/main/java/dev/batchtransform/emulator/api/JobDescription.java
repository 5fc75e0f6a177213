package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.job.TransformJob;
import java.util.Map;

/** What Describe and List say about a job. */
final class JobDescription {

  /** What Describe shows where the request says nothing. */
  private static final Map<String, Map<String, String>> ECHOED_DEFAULTS =
      Map.of(
          "TransformInput", Map.of("CompressionType", "None", "SplitType", "None"),
          "TransformOutput", Map.of("AssembleWith", "None", "KmsKeyId", ""),
          "DataProcessing", Map.of("InputFilter", "$", "OutputFilter", "$", "JoinSource", "None"));

  private JobDescription() {}

  static ObjectNode of(TransformJob job) {
    TransformJob.State state = job.state();
    ObjectNode answer = job.request();
    answer.remove("Tags");
    ECHOED_DEFAULTS.forEach(
        (member, defaults) -> {
          ObjectNode echoed = answer.withObject("/" + member);
          defaults.forEach(
              (name, value) -> {
                if (!echoed.hasNonNull(name)) {
                  echoed.put(name, value);
                }
              });
        });
    answer.put("TransformJobArn", job.arn());
    answer.put("TransformJobStatus", state.status().text());
    answer.set("CreationTime", Json.time(job.created()));
    state.failureReason().ifPresent(reason -> answer.put("FailureReason", reason));
    state.started().ifPresent(time -> answer.set("TransformStartTime", Json.time(time)));
    state.ended().ifPresent(time -> answer.set("TransformEndTime", Json.time(time)));
    return answer;
  }

  static ObjectNode summary(TransformJob job) {
    TransformJob.State state = job.state();
    ObjectNode summary =
        Json.object()
            .put("TransformJobName", job.name())
            .put("TransformJobArn", job.arn())
            .put("TransformJobStatus", state.status().text());
    summary.set("CreationTime", Json.time(job.created()));
    summary.set("LastModifiedTime", Json.time(state.modified()));
    state.failureReason().ifPresent(reason -> summary.put("FailureReason", reason));
    state.ended().ifPresent(time -> summary.set("TransformEndTime", Json.time(time)));
    return summary;
  }
}
