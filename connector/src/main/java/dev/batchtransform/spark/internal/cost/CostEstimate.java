package dev.batchtransform.spark.internal.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/**
 * What instances cost for the time they worked. Storage, requests and logs are not in it.
 *
 * @param instanceSeconds seconds times instances
 * @param usd their price, to a hundredth of a cent, rounded up; empty when the price of the
 *     instance type is not known
 */
public record CostEstimate(long instanceSeconds, Optional<BigDecimal> usd) {

  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);
  private static final int DECIMALS = 4;

  /** The cost of instances of one type. */
  public static CostEstimate of(long instanceSeconds, String instanceType, PriceTable prices) {
    return new CostEstimate(
        instanceSeconds,
        prices
            .usdPerInstanceHour(instanceType)
            .map(
                price ->
                    price
                        .multiply(BigDecimal.valueOf(instanceSeconds))
                        .divide(SECONDS_PER_HOUR, DECIMALS, RoundingMode.CEILING)));
  }

  /** Hours times instances. */
  public double instanceHours() {
    return instanceSeconds / 3600.0;
  }

  /** Such as {@code 0.50 instance hours, about 0.1150 USD}. */
  @Override
  public String toString() {
    String price = usd.map(sum -> "about " + sum + " USD").orElse("price unknown");
    return String.format(Locale.ROOT, "%.2f instance hours, %s", instanceHours(), price);
  }
}
