package dev.batchtransform.emulator.container;

import dev.batchtransform.spark.model.ExecutionParameters;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A model behind a slow network. */
public record DelayedModel(LocalModel model, Duration latency) implements LocalModel {

  @Override
  public ExecutionParameters executionParameters() throws IOException, InterruptedException {
    return model.executionParameters();
  }

  @Override
  public ModelResponse invoke(ModelRequest request) throws IOException, InterruptedException {
    TimeUnit.NANOSECONDS.sleep(latency.toNanos());
    return model.invoke(request);
  }
}
