package dev.batchtransform.spark.internal.aws;

import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

/** {@link StateMachine} through the AWS SDK. */
final class SfnStateMachine implements StateMachine {

  private static final Logger LOG = LoggerFactory.getLogger(SfnStateMachine.class);

  /** Places in a state machine's ARN, whose parts colons divide. */
  private static final int REGION = 3;

  private static final int NAME = 6;
  private static final int QUALIFIER = 7;

  private final String arn;
  private final String name;
  private final SfnClient client;
  private final AwsErrors errors;
  private final Closing closing;

  private SfnStateMachine(String arn, SfnClient client, AwsErrors errors, Closing closing) {
    this.arn = arn;
    this.name = arn.split(":", -1)[NAME];
    this.client = client;
    this.errors = errors;
    this.closing = closing;
  }

  static StateMachine connect(AwsSettings settings, String arn) {
    return new AwsAccess("Step Functions")
        .connect(
            settings,
            Region.of(arn.split(":", -1)[REGION]),
            connection -> {
              // A name starts one execution, so a call whose answer was lost may be repeated.
              SfnClient client =
                  connection.client(
                      SfnClient.builder(),
                      AwsAccess.overrides(RetryPace.normal().standard()),
                      settings.standIn());
              AwsErrors errors = new AwsErrors(connection.place(settings.standIn()));
              return new SfnStateMachine(arn, client, errors, connection.closing());
            });
  }

  @Override
  public String start(String execution, String input) {
    return errors.call(
        "states:StartExecution",
        subject(execution),
        () ->
            client
                .startExecution(r -> r.stateMachineArn(arn).name(execution).input(input))
                .executionArn());
  }

  @Override
  public Optional<Execution> describe(String execution) {
    return executionArns(execution).stream()
        .map(candidate -> describe(execution, candidate))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Execution> describe(String execution, String executionArn) {
    try {
      return Optional.of(
          errors.call(
              "states:DescribeExecution",
              subject(execution),
              () -> seen(client.describeExecution(r -> r.executionArn(executionArn)))));
    } catch (AwsCallException failure) {
      if (failure.kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static Execution seen(DescribeExecutionResponse seen) {
    return new Execution(
        seen.executionArn(),
        String.valueOf(seen.statusAsString()),
        Optional.ofNullable(seen.input()).orElse("{}"),
        Optional.ofNullable(seen.output()),
        Optional.ofNullable(seen.error()),
        Optional.ofNullable(seen.cause()),
        seen.startDate(),
        Optional.ofNullable(seen.stopDate()));
  }

  @Override
  public void stop(String execution) {
    Optional<Execution> found = describe(execution).filter(Execution::isRunning);
    if (found.isPresent()) {
      errors.call(
          "states:StopExecution",
          subject(execution),
          () ->
              client.stopExecution(
                  r -> r.executionArn(found.get().arn()).cause("Stopped by its Spark run")));
    }
  }

  @Override
  public Optional<String> type() {
    try {
      return Optional.of(
          errors.call(
              "states:DescribeStateMachine",
              "state machine '" + name + "'",
              () -> client.describeStateMachine(r -> r.stateMachineArn(arn)).typeAsString()));
    } catch (AwsCallException failure) {
      if (failure.kind() == Kind.ACCESS_DENIED) {
        LOG.debug("State machine '{}' is not checked: {}", name, failure.getMessage());
        return Optional.empty();
      }
      throw failure;
    }
  }

  @Override
  public void close() {
    closing.close();
  }

  private String subject(String execution) {
    return "execution '%s' of state machine '%s'".formatted(execution, name);
  }

  @Override
  public String executionArn(String execution) {
    return executionArns(execution).get(0);
  }

  /**
   * What an execution of that name may be called, the likeliest first. AWS does not say whether a
   * version or an alias is a part of it.
   */
  private List<String> executionArns(String execution) {
    String[] parts = arn.replace(":stateMachine:", ":execution:").split(":", -1);
    String prefix = String.join(":", List.of(parts).subList(0, QUALIFIER));
    String plain = prefix + ":" + execution;
    return parts.length > QUALIFIER
        ? List.of(plain, prefix + ":" + parts[QUALIFIER] + ":" + execution)
        : List.of(plain);
  }
}
