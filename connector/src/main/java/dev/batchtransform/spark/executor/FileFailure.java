package dev.batchtransform.spark.executor;

import java.util.OptionalLong;

/**
 * Why a file has no output.
 *
 * @param message the container's or the service's own words, without any record's content
 * @param line line in the input of the record, or of the first record of the request, that failed
 *     (1 is the first); empty when unknown
 * @param attempts how often the failing request was sent
 */
public record FileFailure(String message, OptionalLong line, int attempts) {}
