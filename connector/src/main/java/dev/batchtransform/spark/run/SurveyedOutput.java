package dev.batchtransform.spark.run;

import dev.batchtransform.spark.record.Framing;
import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one output.
 *
 * @param file name of the file it answers
 * @param path URI of the output
 * @param bytes size of the output
 * @param framing how its answers are told apart
 * @param answers how many there are
 * @param unparseable how many of them are not what the result schema says
 * @param typeJson the type of all of them together, as Spark's JSON; null when it was not asked for
 * @param problem why none of them can be trusted; null when they can
 */
record SurveyedOutput(
    String file,
    String path,
    long bytes,
    Framing framing,
    long answers,
    long unparseable,
    @Nullable String typeJson,
    @Nullable String problem)
    implements Serializable {

  Optional<DataType> inferred() {
    return Optional.ofNullable(typeJson).map(DataType::fromJson);
  }
}
