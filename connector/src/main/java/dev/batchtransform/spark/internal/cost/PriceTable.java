package dev.batchtransform.spark.internal.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Prices of instances, in USD per hour of one instance. The table in the jar is a sample for one
 * region at one date; prices of the caller's own go before it.
 */
public final class PriceTable {

  private static final String RESOURCE = "prices.json";

  private final Map<String, BigDecimal> usdPerInstanceHour;

  private PriceTable(Map<String, BigDecimal> usdPerInstanceHour) {
    this.usdPerInstanceHour = usdPerInstanceHour;
  }

  /** The table in the jar. */
  public static PriceTable bundled() {
    try (InputStream in = PriceTable.class.getResourceAsStream(RESOURCE)) {
      JsonNode file = new ObjectMapper().readTree(in);
      Map<String, BigDecimal> prices = new HashMap<>();
      for (Map.Entry<String, JsonNode> price : file.path("usdPerInstanceHour").properties()) {
        prices.put(price.getKey(), new BigDecimal(price.getValue().asText()));
      }
      return new PriceTable(Map.copyOf(prices));
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read the price table in the jar", failure);
    }
  }

  /**
   * This table with some prices of the caller's own, by instance type: the options {@code
   * price.<instanceType>}.
   */
  public PriceTable with(Map<String, Double> ownPrices) {
    Map<String, BigDecimal> prices = new HashMap<>(usdPerInstanceHour);
    ownPrices.forEach((type, usd) -> prices.put(type, BigDecimal.valueOf(usd)));
    return new PriceTable(Map.copyOf(prices));
  }

  /** USD per hour of one instance; empty when the price is not known. */
  public Optional<BigDecimal> usdPerInstanceHour(String instanceType) {
    return Optional.ofNullable(usdPerInstanceHour.get(instanceType));
  }
}
