package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import dev.batchtransform.spark.it.sandbox.StateMachines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs whose transform jobs a state machine starts. */
@ExtendWith(SandboxExtension.class)
class StepFunctionsTest {
  private static final long ROWS = 60;

  private final Sandbox sandbox;

  StepFunctionsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @AfterEach
  void clearFaults() {
    sandbox.sageMaker().clearFaults();
  }

  @Test
  @Tag("compat")
  void theMachineStartsTheJobAndEachRowHasItsAnswer() {
    try (ModelContainer model = Models.tripling()) {
      Map<String, String> options = StateMachines.options(sandbox, model);

      TransformRun run = run(options);

      assertThat(scored(run)).isEqualTo(ROWS);
      assertThat(run.verify().holds()).isTrue();
      assertThat(run.status().jobs()).hasSize(1);
      assertThat(Actions.executions(sandbox, run.status().jobs().get(0))).hasSize(1);
      assertThat(Actions.accepted(sandbox, run.status().jobs().get(0)))
          .as("jobs that the driver has started itself")
          .isEmpty();
    }
  }

  @Test
  void badRecordsAreNarrowedDownByFurtherExecutionsAndCostNoOther() {
    try (ModelContainer model = Models.triplingBut(7, 27, 47)) {
      Map<String, String> options = StateMachines.options(sandbox, model);
      options.put("runId", "with-bad-records");

      TransformRun run = run(options);

      assertThat(scored(run)).isEqualTo(ROWS - 3);
      assertThat(run.deadLetters().filter("code = 'MODEL_ERROR'").count()).isEqualTo(3);
      assertThat(run.status().jobs()).hasSizeGreaterThan(1);
      assertThat(Actions.executions(sandbox, "with-bad-records-w")).isEqualTo(run.status().jobs());
    }
  }

  @Test
  void aLostAnswerStartsNoSecondExecution() {
    try (ModelContainer model = Models.tripling()) {
      sandbox.sageMaker().fault(Fault.lostAnswer("StartExecution"));

      TransformRun run = run(StateMachines.options(sandbox, model));

      assertThat(scored(run)).isEqualTo(ROWS);
      assertThat(model.requests()).hasSize(Math.toIntExact(ROWS));
    }
  }

  @Test
  void throttlingIsWaitedOut() {
    try (ModelContainer model = Models.tripling()) {
      Map<String, String> options = StateMachines.options(sandbox, model);
      sandbox
          .sageMaker()
          .fault(Fault.throttle("StartExecution", 2), Fault.throttle("DescribeExecution", 2));

      assertThat(scored(run(options))).isEqualTo(ROWS);
    }
  }

  @Test
  void theDriverNeedsNoRightToLookAtTheJobOrTheModel() {
    try (ModelContainer model = Models.triplingBut(7)) {
      Map<String, String> options = StateMachines.options(sandbox, model);
      List.of("DescribeTransformJob", "DescribeModel", "FilterLogEvents")
          .forEach(action -> sandbox.sageMaker().fault(denied(action)));

      TransformRun run = run(options);

      assertThat(scored(run)).isEqualTo(ROWS - 1);
      assertThat(run.deadLetters().count()).isEqualTo(1);
    }
  }

  @Test
  void anExecutionThatStartsNoJobGivesUpNoRowAndSaysWhereToLook() {
    try (ModelContainer model = Models.tripling()) {
      Map<String, String> options = StateMachines.options(sandbox, model);
      options.put("runId", "nightly");
      sandbox.sageMaker().fault(Fault.failExecution("NoRequest", "The input has another member."));

      assertThatThrownBy(() -> run(options))
          .isInstanceOf(TransformRunException.class)
          .hasMessageContainingAll(
              "NoRequest: The input has another member.", "console of Step Functions", "No row");
      assertThat(model.requests()).isEmpty();

      assertThat(scored(run(options))).isEqualTo(ROWS);
    }
  }

  @Test
  void anExecutionStoppedByHandStopsTheRunWhichGoesOnLater() {
    try (ModelContainer model = Models.tripling()) {
      Map<String, String> options = StateMachines.options(sandbox, model);
      options.put("runId", "nightly");
      sandbox.sageMaker().fault(Fault.slowStart(Duration.ofMinutes(5)), Fault.orphanJob());

      TransformRun run = transform(options).start();
      String job = run.status().jobs().get(0);
      await().until(() -> exists(job));
      sandbox
          .api()
          .callStates(
              "StopExecution", Map.of("executionArn", execution(options, job), "cause", "by hand"));

      assertThatThrownBy(run::await)
          .isInstanceOf(TransformRunException.class)
          .hasMessageContaining("runId");
      assertThat(status(job)).as("a job that its execution left behind").isEqualTo("Stopped");

      assertThat(scored(run(options))).isEqualTo(ROWS);
    }
  }

  @Test
  void stoppingTheRunStopsExecutionAndJob() {
    try (ModelContainer model = Models.tripling()) {
      Map<String, String> options = StateMachines.options(sandbox, model);
      sandbox.sageMaker().fault(Fault.slowStart(Duration.ofMinutes(5)));

      TransformRun run = transform(options).start();
      String job = run.status().jobs().get(0);
      await().until(() -> exists(job));
      run.stop();

      assertThatThrownBy(run::await).isInstanceOf(TransformRunException.class);
      assertThat(status(job)).isEqualTo("Stopped");
      assertThat(
              sandbox
                  .api()
                  .callStates("DescribeExecution", Map.of("executionArn", execution(options, job)))
                  .path("status")
                  .asText())
          .isEqualTo("ABORTED");
    }
  }

  @Test
  void whatCannotWorkIsRefusedBeforeAnythingIsStaged() {
    try (ModelContainer model = Models.tripling()) {
      Map<String, String> options = StateMachines.options(sandbox, model);
      String arn = options.get("stateMachineArn");

      options.put("stateMachineArn", arn + "-none");
      assertRefused(options, "has no state machine " + arn + "-none", "terraform output");
      options.put("stateMachineArn", StateMachines.create(sandbox, "EXPRESS"));
      assertRefused(options, "EXPRESS", "STANDARD");
      options.put("stateMachineArn", "machine");
      assertRefused(options, "'stateMachineArn'", "the ARN of a state machine");
      options.put("stateMachineArn", arn);
      options.put("region", "eu-west-1");
      assertRefused(options, "'region'", "us-east-1", "Leave 'region' out");
      options.remove("region");
      options.remove("stateMachineArn");
      assertRefused(options, "Missing option 'stateMachineArn'");
      assertThat(StagingPaths.files(sandbox, options.get("stagingPath"))).isEmpty();
    }
  }

  private void assertRefused(Map<String, String> options, String... words) {
    assertThatThrownBy(() -> run(options))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContainingAll(words);
  }

  private static Fault denied(String action) {
    return new Fault.Refuse(
        Optional.of(action),
        "AccessDeniedException",
        "User: driver is not authorized to perform: sagemaker:" + action,
        Optional.of(400),
        Optional.empty(),
        Optional.of(0));
  }

  private BatchTransform transform(Map<String, String> options) {
    return BatchTransform.on(Frames.numbers(sandbox.spark(), ROWS)).options(options);
  }

  private TransformRun run(Map<String, String> options) {
    return transform(options).start().await();
  }

  private static long scored(TransformRun run) {
    return run.result().filter("prediction.tripled = id * 3").count();
  }

  private static String execution(Map<String, String> options, String job) {
    return options.get("stateMachineArn").replace(":stateMachine:", ":execution:") + ":" + job;
  }

  private boolean exists(String job) {
    return !sandbox
        .api()
        .call("ListTransformJobs", Map.of("NameContains", job))
        .path("TransformJobSummaries")
        .isEmpty();
  }

  private String status(String job) {
    return sandbox
        .api()
        .call("DescribeTransformJob", Map.of("TransformJobName", job))
        .path("TransformJobStatus")
        .asText();
  }
}
