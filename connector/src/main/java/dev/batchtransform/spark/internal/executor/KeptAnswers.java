package dev.batchtransform.spark.internal.executor;

import java.io.Serializable;

/**
 * A file of answers to the records of a staged file, or to some of them, in their order. It is
 * named by a wave's result and by nothing else, so what another attempt has left is never taken for
 * it.
 *
 * @param path URI, in the user's own scheme
 * @param bytes its size
 */
public record KeptAnswers(String path, long bytes) implements Serializable {}
