package dev.batchtransform.spark.internal.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostEstimateTest {

  private final PriceTable prices = PriceTable.bundled();

  @Test
  void twoInstancesForAnHourCostTwoHours() {
    CostEstimate cost = CostEstimate.of(2 * 3600, "ml.m5.xlarge", prices);

    assertThat(cost.usd()).hasValue(new BigDecimal("0.4600"));
    assertThat(cost).hasToString("2.00 instance hours, about 0.4600 USD");
  }

  @Test
  void aPriceOfTheCallersOwnWins() {
    CostEstimate cost =
        CostEstimate.of(1800, "ml.m5.xlarge", prices.with(Map.of("ml.m5.xlarge", 1.5)));

    assertThat(cost.usd()).hasValue(new BigDecimal("0.7500"));
  }

  @Test
  void aPriceThatIsNotKnownIsNotGuessed() {
    CostEstimate cost = CostEstimate.of(1800, "ml.g5.xlarge", prices);

    assertThat(cost.usd()).isEmpty();
    assertThat(cost).hasToString("0.50 instance hours, price unknown");
  }

  @Test
  void aCostIsNeverRoundedDown() {
    assertThat(CostEstimate.of(1, "ml.m5.large", prices).usd()).hasValue(new BigDecimal("0.0001"));
  }
}
