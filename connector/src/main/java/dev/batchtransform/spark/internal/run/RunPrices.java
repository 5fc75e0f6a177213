package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.internal.cost.CostEstimate;
import dev.batchtransform.spark.internal.cost.PriceTable;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;

/** What a run costs by the prices its options name. */
public final class RunPrices {
  private RunPrices() {}

  /** What the run's instances cost, as far as its waves have ended. */
  public static CostEstimate cost(RunLedger run) {
    TransformOptions options = TransformOptions.parse(run.options());
    return CostEstimate.of(
        run.instanceSeconds(), options.get(OptionTable.INSTANCE_TYPE), prices(options));
  }

  /** The prices of the jar under those of the options. */
  public static PriceTable prices(TransformOptions options) {
    return PriceTable.bundled().with(options.prices());
  }
}
