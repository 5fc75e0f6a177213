package dev.batchtransform.spark.internal.ledger;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.RunConflictException;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOption;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where and as whom SageMaker is called for a run that exists, as far as somebody says it anew:
 * whoever attaches to a run may be another one, elsewhere, than who has started it.
 */
public final class RunAccess {
  private static final List<TransformOption<?>> ACCESS =
      List.of(
          OptionTable.REGION,
          OptionTable.ENDPOINT_URL,
          OptionTable.ROLE_ARN,
          OptionTable.EXTERNAL_ID);

  private static final String REGION = OptionTable.REGION.name();

  private final Map<String, String> given;

  private RunAccess(Map<String, String> given) {
    this.given = Map.copyOf(given);
  }

  /**
   * What somebody gives who attaches to a run.
   *
   * @throws InvalidOptionException when a value is wrong, or an option is given that says nothing
   *     of access
   */
  public static RunAccess given(Map<String, String> options) {
    Map<String, String> parsed = TransformOptions.parse(options).asMap();
    for (String name : parsed.keySet()) {
      if (!isAccess(name) && !name.equals(OptionTable.POLL_INTERVAL.name())) {
        throw new InvalidOptionException(
            "Cannot use option '%s' to attach to a run because the run has its own. To attach, give any of %s, pollInterval, resultSchema and resultFormat."
                .formatted(
                    name,
                    ACCESS.stream().map(TransformOption::name).collect(Collectors.joining(", "))));
      }
    }
    return new RunAccess(parsed);
  }

  /** What a call's options say of access. */
  public static RunAccess of(TransformOptions options) {
    return new RunAccess(
        options.asMap().entrySet().stream()
            .filter(option -> isAccess(option.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /**
   * The run's options with this access in place of its own. Where nobody names a region it is the
   * one in which the run's jobs were started.
   *
   * @throws RunConflictException when a job of the run was started in another region and has not
   *     ended
   */
  public TransformOptions options(RunLedger run) {
    Map<String, String> all = new HashMap<>(run.options());
    overlay(all);
    Optional<String> open = run.openWave().map(LedgerWave::region);
    String asked = given.get(REGION);
    if (open.isPresent() && asked != null && !open.get().equals(asked)) {
      throw new RunConflictException(
          "Cannot go on with run '%s' in region %s because its transform job '%s' was started in region %s and has not ended. Leave the option 'region' out, or set it to %s."
              .formatted(run.runId(), asked, run.lastWave().jobName(), open.get(), open.get()));
    }
    open.ifPresent(region -> all.put(REGION, region));
    regionOfLastJob(run).ifPresent(region -> all.putIfAbsent(REGION, region));
    return TransformOptions.parse(all);
  }

  /** The run, whose further waves are started with this access. */
  public RunLedger keptBy(RunLedger run) {
    Map<String, String> all = new HashMap<>(run.options());
    overlay(all);
    return all.equals(run.options()) ? run : run.withOptions(all);
  }

  /** An external id belongs to its role. */
  private void overlay(Map<String, String> options) {
    if (given.containsKey(OptionTable.ROLE_ARN.name())) {
      options.remove(OptionTable.EXTERNAL_ID.name());
    }
    options.putAll(given);
  }

  private static Optional<String> regionOfLastJob(RunLedger run) {
    return run.waves().stream()
        .flatMap(wave -> Optional.ofNullable(wave.region()).stream())
        .reduce((before, after) -> after);
  }

  private static boolean isAccess(String name) {
    return ACCESS.stream().anyMatch(option -> option.name().equals(name));
  }
}
