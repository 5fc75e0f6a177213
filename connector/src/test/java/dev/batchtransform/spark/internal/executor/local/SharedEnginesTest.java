package dev.batchtransform.spark.internal.executor.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.engine.HttpContainer;
import dev.batchtransform.engine.TransformEngine;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.executor.local.SharedEngines.Lease;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedEnginesTest {

  private final SharedEngines engines = new SharedEngines(Duration.ofHours(1));

  @Test
  void tasksThatWantTheSameShareOneEngine() throws Exception {
    try (Lease first = engines.lease(spec(TestModels.Echo.class, "2"));
        Lease second = engines.lease(spec(TestModels.Echo.class, "2"));
        Lease other = engines.lease(spec(TestModels.Echo.class, "3"))) {
      assertThat(second.engine()).isSameAs(first.engine());
      assertThat(other.engine()).isNotSameAs(first.engine());
    }
  }

  @Test
  void anEngineOutlivesTheTaskThatMadeIt() throws Exception {
    TransformEngine made;
    try (Lease first = engines.lease(spec(TestModels.Echo.class, "2"))) {
      made = first.engine();
    }
    try (Lease later = engines.lease(spec(TestModels.Echo.class, "2"))) {
      assertThat(later.engine()).isSameAs(made);
    }
  }

  @Test
  void anEngineThatNobodyUsesIsClosedWithItsModel() throws Exception {
    TestModels.Closing.closed = new CountDownLatch(1);
    SharedEngines impatient = new SharedEngines(Duration.ZERO);
    TransformEngine made;
    try (Lease lease = impatient.lease(spec(TestModels.Closing.class, "1"))) {
      made = lease.engine();
    }

    TestModels.Closing.closed.await();

    try (Lease lease = impatient.lease(spec(TestModels.Closing.class, "1"))) {
      assertThat(lease.engine()).isNotSameAs(made);
    }
  }

  @Test
  void theOptionWinsOverTheContainersConcurrencyAndThatOverTheCores() throws Exception {
    try (HttpContainer container = new HttpContainer()) {
      String address = "http://localhost:" + container.port();
      assertThat(concurrency(Map.of("localModel", address)))
          .isEqualTo(Runtime.getRuntime().availableProcessors());

      container.executionParameters(200, "{\"MaxConcurrentTransforms\":7}");
      assertThat(concurrency(Map.of("localModel", address, "accept", "application/json")))
          .isEqualTo(7);
      assertThat(concurrency(Map.of("localModel", address, "localConcurrency", "5"))).isEqualTo(5);
    }
  }

  @Test
  void aModelThatCouldNotBeMadeIsTriedAgain() {
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> engines.lease(spec(TestModels.Broken.class, "1")))
          .isInstanceOf(InvalidOptionException.class)
          .hasMessageContaining("no weights");
    }
  }

  @Test
  void aSpecDoesNotShowThePasswordOfAnAddress() {
    LocalEngineSpec spec =
        LocalEngineSpec.of(TransformOptions.parse(Map.of("localModel", "http://a:secret@h:1")));

    assertThat(spec.toString()).doesNotContain("secret");
  }

  private int concurrency(Map<String, String> options) throws Exception {
    try (Lease lease = engines.lease(LocalEngineSpec.of(TransformOptions.parse(options)))) {
      return lease.engine().settings().maxConcurrentTransforms();
    }
  }

  private static LocalEngineSpec spec(Class<?> model, String concurrency) {
    return LocalEngineSpec.of(
        TransformOptions.parse(
            Map.of("localModel", "class:" + model.getName(), "localConcurrency", concurrency)));
  }
}
