package dev.batchtransform.spark.it.cluster;

import dev.batchtransform.spark.it.Models;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.nio.charset.StandardCharsets;

/** Triples as {@link Models#tripling()} does, and waits at a gate when it first sees one record. */
public final class WaitingModel implements LocalModel {
  /** The system property that names the gate. */
  static final String GATE = "batchtransform.test.gate";

  static final long RECORD = 50;

  @Override
  public ModelResponse invoke(ModelRequest request) {
    long id = Models.id(new String(request.body(), StandardCharsets.UTF_8));
    Gate gate = new Gate(System.getProperty(GATE));
    if (id == RECORD && !gate.hasBeenReached()) {
      gate.pass();
    }
    String answer = "{\"tripled\":" + 3 * id + "}";
    return new ModelResponse(200, answer.getBytes(StandardCharsets.UTF_8));
  }
}
