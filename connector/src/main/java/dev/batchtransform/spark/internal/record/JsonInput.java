package dev.batchtransform.spark.internal.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;

/**
 * How JSON is read: as UTF-8, and without Jackson's limits on the length of strings and numbers and
 * the depth of nesting, so that one unusual value costs no file.
 */
public final class JsonInput {

  /** JSON by the letter. */
  public static final JsonFactory STRICT = builder().build();

  /** JSON as models write it: with bare {@code NaN} and {@code Infinity}, as Python does. */
  public static final JsonFactory LENIENT =
      builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private JsonInput() {}

  private static JsonFactoryBuilder builder() {
    StreamReadConstraints unlimited =
        StreamReadConstraints.builder()
            .maxStringLength(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxNestingDepth(Integer.MAX_VALUE)
            .build();
    JsonFactoryBuilder builder = new JsonFactoryBuilder();
    return builder
        .streamReadConstraints(unlimited)
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        // Names of a map's keys are content: interning them would fill the JVM's string table.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        // A location must not quote the answer it points into.
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
        .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER);
  }
}
