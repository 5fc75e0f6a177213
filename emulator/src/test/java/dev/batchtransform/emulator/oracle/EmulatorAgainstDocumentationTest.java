package dev.batchtransform.emulator.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.emulator.job.TransformSpec;
import dev.batchtransform.emulator.oracle.DocumentedJob.Container;
import dev.batchtransform.emulator.oracle.DocumentedTransform.Outcome;
import dev.batchtransform.engine.EngineSettings;
import dev.batchtransform.engine.InvocationException;
import dev.batchtransform.engine.InvocationListener;
import dev.batchtransform.engine.TransformEngine;
import dev.batchtransform.spark.model.ExecutionParameters;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** What an emulated instance makes of an object, compared with what AWS documents. */
class EmulatorAgainstDocumentationTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final byte[] REFUSED = "refused".getBytes(UTF_8);

  /** A job, an object and a container. */
  record Case(DocumentedJob job, String object, Container container) {}

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void anInstanceSendsAndStoresWhatIsDocumented(@ForAll("cases") Case one) throws Exception {
    Outcome documented = new DocumentedTransform(one.job, one.container).of(one.object);

    List<String> requests = Collections.synchronizedList(new ArrayList<>());
    Optional<String> stored = transform(one, requests);

    Statistics.label("stored")
        .collect(stored.isPresent())
        .coverage(share -> share.check(true).percentage(percent -> percent > 20));
    assertThat(stored).isEqualTo(documented.output());
    if (stored.isPresent()) {
      assertThat(requests).isEqualTo(documented.requests());
    }
  }

  @Example
  void aBlankObjectThatIsNotSplitIsARecord() throws Exception {
    DocumentedJob whole =
        new DocumentedJob(
            false, true, OptionalInt.empty(), true, RecordType.JSON, Filter.ALL, false, Filter.ALL);
    List<String> requests = new ArrayList<>();

    assertThat(transform(new Case(whole, " \n", body -> Optional.of("1")), requests))
        .hasValue("1\n");
    assertThat(requests).containsExactly(" \n");
  }

  @Provide
  Arbitrary<Case> cases() {
    return Objects.jobs()
        .flatMap(
            job ->
                Combinators.combine(Objects.objects(job.type()), Arbitraries.of(Containers.ALL))
                    .as((object, container) -> new Case(job, object, container)));
  }

  private static Optional<String> transform(Case one, List<String> requests)
      throws IOException, InterruptedException {
    LocalModel model =
        request -> {
          String body = new String(request.body(), UTF_8);
          requests.add(body);
          return one.container
              .answer(body)
              .map(answer -> ModelResponse.ok(answer.getBytes(UTF_8)))
              .orElseGet(() -> new ModelResponse(400, REFUSED));
        };
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (TransformEngine engine =
        new TransformEngine(model, settings(one.job), InvocationListener.NONE)) {
      engine.transform("object", new ByteArrayInputStream(one.object.getBytes(UTF_8)), output);
      return Optional.of(output.toString(UTF_8));
    } catch (InvocationException failed) {
      return Optional.empty();
    }
  }

  /** From the request, as an instance gets them; but a payload of bytes, not of megabytes. */
  private static EngineSettings settings(DocumentedJob job) {
    TransformSpec spec = TransformSpec.of(MAPPER.valueToTree(job.request()), Duration.ZERO);
    return EngineSettings.resolve(spec.defaults(), spec.requested(), ExecutionParameters.NONE)
        .toBuilder()
        .maxPayloadBytes(job.maxPayload().orElse(0))
        .build();
  }
}
