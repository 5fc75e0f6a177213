package dev.batchtransform.benchmarks.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;

/** A model that answers each line of a request with a line. */
abstract class LineModel implements LocalModel {

  /** Appends the answer to one record, on one line, without its end. */
  abstract void answer(String record, StringBuilder answers);

  @Override
  public ModelResponse invoke(ModelRequest request) {
    StringBuilder answers = new StringBuilder();
    new String(request.body(), UTF_8)
        .lines()
        .forEach(
            record -> {
              answer(record, answers);
              answers.append('\n');
            });
    return ModelResponse.ok(answers.toString().getBytes(UTF_8));
  }
}
