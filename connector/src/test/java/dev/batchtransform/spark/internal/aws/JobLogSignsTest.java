package dev.batchtransform.spark.internal.aws;

import static dev.batchtransform.spark.internal.aws.ScriptedSageMaker.Answer.error;
import static dev.batchtransform.spark.internal.aws.ScriptedSageMaker.Answer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a job lives can be told from its log, and none of its words. */
class JobLogSignsTest {

  private static final String FILTER_LOG = "FilterLogEvents";

  private final ScriptedSageMaker sageMaker = new ScriptedSageMaker();
  private final AwsEnvironment environment = new AwsEnvironment();
  private TransformJobs jobs;

  @BeforeEach
  void connect() {
    environment.withCredentials();
    jobs = TransformJobs.connect(sageMaker.settings());
  }

  @AfterEach
  void close() {
    jobs.close();
    sageMaker.close();
    environment.close();
  }

  @Test
  void aLogShowsSignsOfLifeAndNoneOfItsWords() {
    Instant since = Instant.parse("2026-11-22T01:00:00Z");
    sageMaker.on(
        FILTER_LOG,
        ok("{\"events\":[],\"nextToken\":\"more\"}"),
        ok(lines("nightly/i-1/data-log")),
        ok(lines("nightly/i-1/data-log", "nightly/i-1")));

    assertThat(jobs.logSigns("nightly", since)).hasValue(new JobLogSigns(true, true));

    assertThat(sageMaker.calls(FILTER_LOG))
        .extracting(call -> call.body().path("logStreamNamePrefix").asText())
        .containsOnly("nightly/");
    assertThat(sageMaker.calls(FILTER_LOG).get(2).body().path("startTime").asLong())
        .isEqualTo(since.toEpochMilli());
  }

  @Test
  void aContainerThatIsSilentIsToldFromTheDataLog() {
    sageMaker.on(FILTER_LOG, ok(lines("nightly/i-1/data-log")), ok(lines("nightly/i-1/data-log")));

    assertThat(jobs.logSigns("nightly", Instant.EPOCH)).hasValue(new JobLogSigns(true, false));
  }

  @Test
  void anAccountWithoutAnyLogOfJobsShowsNoSigns() {
    sageMaker.on(
        FILTER_LOG,
        error(400, "ResourceNotFoundException", "The specified log group does not exist."));

    assertThat(jobs.logSigns("nightly", Instant.EPOCH)).hasValue(new JobLogSigns(false, false));
  }

  @Test
  void aLogThatMayNotBeReadSaysNothing() {
    sageMaker.on(FILTER_LOG, error(400, "AccessDeniedException", "no"));

    assertThat(jobs.logSigns("nightly", Instant.EPOCH)).isEmpty();
  }

  @Test
  void aCancelledLookLeavesTheInterruptToWhoeverWaitsNext() {
    Thread.currentThread().interrupt();

    assertThat(jobs.logSigns("nightly", Instant.EPOCH)).isEmpty();

    assertThat(Thread.interrupted()).isTrue();
  }

  private static String lines(String... streams) {
    return Stream.of(streams)
        .map("{\"logStreamName\":\"%s\",\"message\":\"m\",\"timestamp\":1}"::formatted)
        .collect(Collectors.joining(",", "{\"events\":[", "]}"));
  }
}
