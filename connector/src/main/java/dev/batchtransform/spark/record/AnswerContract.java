package dev.batchtransform.spark.record;

import java.io.Serializable;

/**
 * What is known of the answers of a run before any of them is seen.
 *
 * @param format what an answer is
 * @param joined whether SageMaker joined the answers to their records ({@code row} and {@code
 *     SageMakerOutput})
 * @param oneARequest whether each request held one record. Then whatever came back for a record
 *     ends with a line feed of its own, so that no line holds answers to two records.
 */
public record AnswerContract(AnswerFormat format, boolean joined, boolean oneARequest)
    implements Serializable {}
