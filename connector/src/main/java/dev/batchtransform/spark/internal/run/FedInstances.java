package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.stage.FilePlans;
import dev.batchtransform.spark.internal.text.Plural;

/**
 * Whether a run has records for all the instances that it asks for. One that has next to nothing to
 * do is paid as long as the others work.
 *
 * @param options of the run; its executor is decided
 * @param records that it sends
 * @param asked instances that its job would have
 * @param fed how many of them these records can feed
 */
public record FedInstances(TransformOptions options, long records, int asked, int fed) {

  /**
   * What so many records can feed.
   *
   * @param files in which they are staged
   */
  public static FedInstances of(TransformOptions options, long records, long files) {
    int asked = options.get(OptionTable.INSTANCE_COUNT);
    if (!options.get(OptionTable.EXECUTOR).startsJobs()) {
      return new FedInstances(options, records, asked, asked);
    }
    int fed = FilePlans.fedInstances(options, records);
    // What feeds one is not cut, and a job has no more instances than files.
    int most = fed == 1 ? (int) Math.max(1, Math.min(asked, files)) : asked;
    return new FedInstances(options, records, most, fed);
  }

  /** Whether there are more instances than can be fed. */
  public boolean areTooFew() {
    return fed < asked;
  }

  /** The options of the run, with fewer instances where {@code fitInstanceCount} wants it. */
  public TransformOptions fitting() {
    return areTooFew() && options.get(OptionTable.FIT_INSTANCE_COUNT)
        ? options.with(OptionTable.INSTANCE_COUNT, fed)
        : options;
  }

  /** What there is to say when there are more than can be fed. */
  public String sentence() {
    return "instanceCount="
        + options.get(OptionTable.INSTANCE_COUNT)
        + " is more than "
        + Plural.grouped(records, "record")
        + " can feed: at "
        + FilePlans.RECORDS_TO_FEED
        + " records each they feed "
        + fed
        + ". "
        + (options.get(OptionTable.FIT_INSTANCE_COUNT)
            ? "It is lowered to that (fitInstanceCount=true)."
            : "Set instanceCount="
                + fed
                + ", or fitInstanceCount=true, to pay for no more. Where a record takes the model"
                + " long, say with maxRecordsPerFile how many an instance gets at a time.");
  }
}
