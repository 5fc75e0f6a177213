package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.exceptions.RunNotFoundException;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.ResultTable;
import dev.batchtransform.spark.internal.options.RunNames;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.text.Plural;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;

/**
 * The runs that one read reads, each as its ledger stood when the read began.
 *
 * @param runs the runs, the oldest first
 * @param schema the columns of them all
 * @param several whether several could be read, so that each row says which run it is of
 */
record RunsToRead(List<RunSnapshot> runs, StructType schema, boolean several) {

  /** The run that the options name, the newest completed one, or the several that they ask for. */
  static RunsToRead of(TransformOptions options) {
    Optional<RunNames> names = options.find(OptionTable.RUN_ID).map(RunNames::of);
    boolean several =
        options.get(OptionTable.TABLE) == ResultTable.ALL
            || names.filter(given -> !given.isOne()).isPresent();
    if (!several) {
      RunSnapshot run = RunSnapshot.read(options);
      return new RunsToRead(List.of(run), run.result().schema(), false);
    }
    List<RunLedger> runs = several(options, names);
    return SeveralRuns.of(runs.stream().map(run -> RunSnapshot.of(run, options)).toList(), options);
  }

  /** Completed ones; one that is named itself has to be there, and be readable. */
  private static List<RunLedger> several(TransformOptions options, Optional<RunNames> names) {
    Set<String> named = Set.copyOf(names.map(RunNames::named).orElse(List.of()));
    Predicate<String> asked = names.map(RunNames::matcher).orElse(any -> true);
    List<RunLedger> all = RunSnapshot.store(options).all();
    List<RunLedger> found =
        all.stream()
            .filter(run -> asked.test(run.runId()))
            .filter(run -> named.contains(run.runId()) || run.state() == RunState.COMPLETED)
            .map(run -> RunSnapshot.requireReadable(run, options))
            .toList();
    Set<String> missing =
        named.stream()
            .filter(name -> found.stream().noneMatch(run -> run.runId().equals(name)))
            .collect(Collectors.toSet());
    if (!missing.isEmpty() || found.isEmpty()) {
      String path = options.get(OptionTable.STAGING_PATH);
      throw new RunNotFoundException(
          missing.isEmpty()
              ? "There is no completed run in "
                  + path
                  + " that option 'runId' names. See which there are with option(\"table\", \"runs\")."
              : RunSnapshot.notThere(missing.iterator().next(), path));
    }
    return found;
  }

  /** The same read without the runs that a filter leaves out. */
  RunsToRead where(Predicate<RunSnapshot> kept) {
    return new RunsToRead(runs.stream().filter(kept).toList(), schema, several);
  }

  /** The same read of these columns. */
  RunsToRead withColumns(StructType some) {
    return new RunsToRead(runs, some, several);
  }

  /** How the read calls what it reads. */
  String description() {
    return several ? Plural.of(runs.size(), "run") : "run " + runs.get(0).run().runId();
  }
}
