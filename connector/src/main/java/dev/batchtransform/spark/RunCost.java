package dev.batchtransform.spark;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a run's instances cost, as far as its waves have ended.
 *
 * @param instanceSeconds seconds from {@code TransformStartTime} to {@code TransformEndTime}, times
 *     instances
 * @param usd the same in USD by the price table or the option {@code price.<instanceType>}; empty
 *     when the type's price is unknown. Storage, requests and logs come on top
 */
public record RunCost(long instanceSeconds, Optional<BigDecimal> usd) {}
