package dev.batchtransform.engine;

import dev.batchtransform.engine.processing.DataProcessing;
import dev.batchtransform.engine.processing.JoinSource;
import dev.batchtransform.spark.model.BatchStrategy;
import dev.batchtransform.spark.model.ExecutionParameters;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an engine transforms files, in the terms of SageMaker's {@code CreateTransformJob}. Made with
 * {@link #builder()}, whose defaults are SageMaker's.
 *
 * @param splitType how a file becomes records; default {@code NONE}
 * @param batchStrategy records in a request; default {@code MULTI_RECORD}
 * @param maxPayloadBytes largest request body, after the input filter; 0 means no limit, so that
 *     {@code MULTI_RECORD} sends a whole file at once; default 6 MiB
 * @param maxConcurrentTransforms requests in flight at once over all files, at least 1; default 1
 * @param assembleWith what stands between answers; default {@code NONE}
 * @param gzip whether files are inflated before they are split; default false
 * @param contentType MIME type of what is sent; default none
 * @param accept MIME type of the answers wanted; default none
 * @param inputFilter JSONPath of what the model is to see of a record; default {@code $}, all
 * @param outputFilter JSONPath of what the output is to hold, after the join; default {@code $}
 * @param joinSource whether records are put beside their answers; default {@code NONE}. When it is
 *     {@code INPUT}, an answer must hold one value for each record of its request
 * @param invocationTimeout how long one attempt may take; default 600 s
 * @param maxRetries further attempts after a timeout, a lost connection or a status 5xx, 0 to 3;
 *     default 3. Every other status ends the request at once
 * @param retryBackoff about how long to wait before the first retry; doubles with each; default 500
 *     ms
 * @param failedRequestsKept failing requests of a file after which it is given up, at least 1. The
 *     default is 1, as SageMaker's: a file ends at its first failing request. With more, the rest
 *     of the file is sent all the same, to learn which others fail
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true)
public record EngineSettings(
    SplitType splitType,
    BatchStrategy batchStrategy,
    long maxPayloadBytes,
    int maxConcurrentTransforms,
    AssembleWith assembleWith,
    boolean gzip,
    @Nullable String contentType,
    @Nullable String accept,
    String inputFilter,
    String outputFilter,
    JoinSource joinSource,
    Duration invocationTimeout,
    int maxRetries,
    Duration retryBackoff,
    int failedRequestsKept,
    AnswerTreatment answers)
    implements Serializable {

  private static final long MIB = 1L << 20;

  /**
   * Checks bounds and filters.
   *
   * @throws IllegalArgumentException naming what is out of bounds
   */
  public EngineSettings {
    require(maxPayloadBytes >= 0, "maxPayloadBytes", maxPayloadBytes, "0 or more");
    require(
        maxConcurrentTransforms >= 1,
        "maxConcurrentTransforms",
        maxConcurrentTransforms,
        "1 or more");
    require(maxRetries >= 0 && maxRetries <= 3, "maxRetries", maxRetries, "0 to 3");
    require(
        !invocationTimeout.isNegative() && !invocationTimeout.isZero(),
        "invocationTimeout",
        invocationTimeout,
        "a positive time");
    require(!retryBackoff.isNegative(), "retryBackoff", retryBackoff, "0 or more");
    require(failedRequestsKept >= 1, "failedRequestsKept", failedRequestsKept, "1 or more");
    // Reads the filters, which refuses those that SageMaker would not know.
    var unused = new DataProcessing(inputFilter, joinSource, outputFilter, contentType);
  }

  private static void require(boolean met, String name, Object value, String bounds) {
    if (!met) {
      throw new IllegalArgumentException(
          "Cannot use " + name + " " + value + ". Set it to " + bounds + ".");
    }
  }

  /** A builder that starts with SageMaker's defaults. */
  public static EngineSettingsBuilder builder() {
    return EngineSettingsBuilder.builder()
        .splitType(SplitType.NONE)
        .batchStrategy(BatchStrategy.MULTI_RECORD)
        .maxPayloadBytes(6 * MIB)
        .maxConcurrentTransforms(1)
        .assembleWith(AssembleWith.NONE)
        .inputFilter("$")
        .outputFilter("$")
        .joinSource(JoinSource.NONE)
        .invocationTimeout(Duration.ofMinutes(10))
        .maxRetries(3)
        .retryBackoff(Duration.ofMillis(500))
        .failedRequestsKept(1)
        .answers(AnswerTreatment.UNTOUCHED);
  }

  /** A builder that starts with these settings. */
  public EngineSettingsBuilder toBuilder() {
    return EngineSettingsBuilder.builder(this);
  }

  /**
   * Applies SageMaker's precedence to the three parameters that a container may suggest: what the
   * request sets, else what the container suggests, else what {@code defaults} has.
   */
  public static EngineSettings resolve(
      EngineSettings defaults, ExecutionParameters requested, ExecutionParameters container) {
    EngineSettingsBuilder resolved = defaults.toBuilder();
    for (ExecutionParameters parameters : new ExecutionParameters[] {container, requested}) {
      parameters.maxConcurrentTransforms().ifPresent(resolved::maxConcurrentTransforms);
      parameters.batchStrategy().ifPresent(resolved::batchStrategy);
      parameters.maxPayloadInMB().ifPresent(mib -> resolved.maxPayloadBytes(mib * MIB));
    }
    return resolved.build();
  }

  DataProcessing dataProcessing() {
    return new DataProcessing(inputFilter, joinSource, outputFilter, contentType);
  }
}
