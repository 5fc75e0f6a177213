package dev.batchtransform.spark.internal.verify;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What was found of a staged file by reading all of it again.
 *
 * @param file name of its input
 * @param rows rows it was staged with
 * @param records records it was staged with
 * @param scored rows that have a prediction; null when they could not be counted
 * @param failed rows that have an error; null when they could not be counted
 * @param checksumOk whether its input, and those of the parts it was cut into, are what was staged;
 *     null when there is none to be read
 * @param problem what does not hold; null when all does
 */
public record VerifiedFile(
    String file,
    long rows,
    long records,
    @Nullable Long scored,
    @Nullable Long failed,
    @Nullable Boolean checksumOk,
    @Nullable String problem)
    implements Serializable {}
