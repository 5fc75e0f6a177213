package dev.batchtransform.spark.internal.executor.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.engine.HttpContainer;
import dev.batchtransform.engine.ModelUnavailableException;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.model.LocalModel;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalModelsTest {

  @ParameterizedTest
  @CsvSource({
    "com.example.NoSuchModel, not on the class path",
    "java.lang.String, does not implement",
    "dev.batchtransform.spark.internal.executor.local.TestModels$Abstract, abstract",
    "dev.batchtransform.spark.internal.executor.local.TestModels$NoConstructor, no public constructor"
  })
  void aClassThatCannotBeAModelIsRefusedWithTheReason(String name, String why) {
    assertThatThrownBy(() -> LocalModels.check("class:" + name, Duration.ZERO))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("localModel 'class:" + name + "'")
        .hasMessageContaining(why);
  }

  @Test
  void aClassIsCheckedWithoutLoadingItsWeights() {
    assertThatCode(
            () -> LocalModels.check("class:" + TestModels.Broken.class.getName(), Duration.ZERO))
        .doesNotThrowAnyException();
  }

  @Test
  void aModelWhoseConstructorThrowsIsNamedWithTheReason() {
    assertThatThrownBy(() -> open("class:" + TestModels.Broken.class.getName()))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining(TestModels.Broken.class.getName())
        .hasMessageContaining("no weights");
  }

  @Test
  void aServerThatDoesNotAnswerIsRefusedByItsAddressWithoutPassword() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    assertThatThrownBy(
            () -> LocalModels.check("http://ann:secret@localhost:" + port, Duration.ZERO))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("'localModel'")
        .hasMessageContaining("http://localhost:" + port)
        .hasMessageNotContaining("secret");
  }

  @Test
  void aServerIsGivenTimeToBecomeHealthy() throws Exception {
    try (HttpContainer container = new HttpContainer()) {
      container.unhealthyPings(3);

      LocalModels.check("http://localhost:" + container.port(), Duration.ofMinutes(1));

      assertThat(container.pings()).isEqualTo(4);
    }
  }

  @Test
  void whatIsNeitherAddressNorClassIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> open("http://ann:se cret@host"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("localModel")
        .hasMessageNotContaining("cret");
  }

  private static LocalModel open(String localModel) throws ModelUnavailableException {
    return LocalModels.open(
        LocalEngineSpec.of(
            TransformOptions.parse(
                Map.of("executor", "local", "stagingPath", "/tmp", "localModel", localModel))));
  }
}
