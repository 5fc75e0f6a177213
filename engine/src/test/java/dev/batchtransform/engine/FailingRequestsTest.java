package dev.batchtransform.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.batchtransform.engine.FailedRequest.Kind;
import dev.batchtransform.spark.model.BatchStrategy;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What becomes known of a file's other requests when one has failed. */
class FailingRequestsTest {

  private final AtomicInteger requests = new AtomicInteger();

  @Property(tries = 200)
  void everyRequestThatIsRefusedIsNamedAndTheOthersWereAnswered(
      @ForAll @Size(max = 60) List<Boolean> good,
      @ForAll @IntRange(min = 1, max = 4) int recordsARequest,
      @ForAll @IntRange(min = 1, max = 3) int concurrency)
      throws Exception {
    // The first is answered, so that the model is not one that refuses everything.
    List<Boolean> records = new ArrayList<>(List.of(true, true, true, true));
    records.addAll(good);
    String file =
        records.stream().map(fine -> fine ? "ok!\n" : "bad\n").collect(Collectors.joining());
    EngineSettings settings =
        lines()
            .batchStrategy(BatchStrategy.MULTI_RECORD)
            .maxPayloadBytes(4L * recordsARequest)
            .maxConcurrentTransforms(concurrency)
            .build();

    List<Long> expected = new ArrayList<>();
    for (int first = 0; first < records.size(); first += recordsARequest) {
      int end = Math.min(records.size(), first + recordsARequest);
      if (records.subList(first, end).contains(false)) {
        expected.add(first + 1L);
      }
    }
    if (expected.isEmpty()) {
      assertThat(transform(settings, file)).isEqualTo(file);
      return;
    }
    InvocationException failure = failure(settings, file);

    assertThat(failure.requests()).extracting(FailedRequest::line).isEqualTo(expected);
    assertThat(failure.requests())
        .allSatisfy(
            request -> {
              assertThat(request.kind()).isEqualTo(Kind.REFUSED);
              assertThat(request.status()).hasValue(400);
              assertThat(request.records())
                  .isEqualTo(Math.min(recordsARequest, records.size() - request.line() + 1));
            });
    assertThat(failure.answered()).isEqualTo(records.size());
    assertThat(failure.line()).isEqualTo(expected.get(0));
  }

  @Test
  void afterARequestWithoutAnswerTheRestOfTheFileIsNotSent() {
    InvocationException failure =
        failure(lines().maxRetries(0).build(), "ok\nbad\nok\nstuck\n" + "ok\n".repeat(100));

    assertThat(failure.requests())
        .extracting(FailedRequest::line, FailedRequest::kind, FailedRequest::status)
        .containsExactly(
            tuple(2L, Kind.REFUSED, OptionalInt.of(400)),
            tuple(4L, Kind.UNANSWERED, OptionalInt.empty()));
    assertThat(failure.answered()).isEqualTo(4);
    assertThat(requests).hasValueLessThan(8);
  }

  @Test
  void aModelThatRefusesEverythingIsSentTheBeginningOfAFileAndOneRequestOfEachFurtherOne()
      throws Exception {
    try (TransformEngine engine = engine(lines().build())) {
      InvocationException first = failure(engine, "bad\n".repeat(1_000));

      assertThat(first.requests()).hasSizeBetween(1, ModelStanding.HOPELESS);
      assertThat(first.answered()).isEqualTo(first.requests().size());

      for (int file = 0; file < 5; file++) {
        assertThat(failure(engine, "bad\n".repeat(1_000)).answered()).isEqualTo(1);
      }
      assertThat(requests).hasValueLessThan(ModelStanding.HOPELESS + 4 + 5);

      assertThat(transform(engine, "ok\n".repeat(3))).isEqualTo("ok\n".repeat(3));
      assertThat(failure(engine, "ok\n" + "bad\n".repeat(100)).answered()).isEqualTo(101);
    }
  }

  @Test
  void aRecordThatIsTooLargeIsNamedInItsPlaceAndItsNeighboursAreSent() {
    EngineSettings settings = lines().maxPayloadBytes(100_000).build();
    String tooLarge = "x".repeat(300_000) + "\n";

    InvocationException failure =
        failure(settings, "ok\n\n" + tooLarge + "ok\nbad\n" + tooLarge + "ok\n" + tooLarge.strip());

    assertThat(failure.requests())
        .extracting(FailedRequest::line, FailedRequest::kind, FailedRequest::attempts)
        .containsExactly(
            tuple(3L, Kind.TOO_LARGE, 0),
            tuple(5L, Kind.REFUSED, 1),
            tuple(6L, Kind.TOO_LARGE, 0),
            tuple(8L, Kind.TOO_LARGE, 0));
    assertThat(failure.answered()).isEqualTo(8);
    assertThat(requests).hasValue(5);
  }

  @Test
  void recordsBeforeOneThatIsTooLargeAreSentWithoutIt() {
    EngineSettings settings =
        lines().batchStrategy(BatchStrategy.MULTI_RECORD).maxPayloadBytes(10).build();

    InvocationException failure = failure(settings, "ok\nok\n" + "x".repeat(11) + "\nok\nok\n");

    assertThat(failure.requests())
        .extracting(FailedRequest::line, FailedRequest::records)
        .containsExactly(tuple(3L, 1L));
    assertThat(failure.answered()).isEqualTo(5);
    assertThat(requests).hasValue(2);
  }

  @Test
  void aFileIsGivenUpOnceAsManyRequestsFailedAsAreKept() {
    InvocationException failure =
        failure(lines().failedRequestsKept(3).build(), "ok\n" + "bad\n".repeat(50));

    assertThat(failure.requests()).hasSize(3);
    assertThat(failure.answered()).isEqualTo(4);
  }

  @Test
  void equalWordsAreKeptOnceAndManyDifferentOnesShortened() {
    LocalModel wordy =
        request ->
            new ModelResponse(
                text(request).startsWith("ok") ? 200 : 400,
                (text(request) + "x".repeat(5_000)).getBytes(UTF_8));
    String file =
        "ok\n" + IntStream.range(0, 3_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
    try (TransformEngine engine =
        new TransformEngine(wordy, lines().build(), InvocationListener.NONE)) {
      InvocationException failure = failure(engine, file);

      assertThat(failure.requests()).hasSize(3_000);
      assertThat(failure.requests().get(2_999).message()).isEqualTo("ClientError: 400");
      assertThat(FailedRequestBytes.write(failure.requests()).length).isLessThan(2_000_000);
    }
    InvocationException same = failure(lines().build(), "ok\nbad\nbad\n");
    assertThat(same.requests().get(0).message()).isSameAs(same.requests().get(1).message());
  }

  private static EngineSettingsBuilder lines() {
    return EngineSettings.builder()
        .splitType(SplitType.LINE)
        .assembleWith(AssembleWith.LINE)
        .batchStrategy(BatchStrategy.SINGLE_RECORD)
        .retryBackoff(Duration.ofMillis(1))
        .failedRequestsKept(10_000);
  }

  private TransformEngine engine(EngineSettings settings) {
    return new TransformEngine(this::answer, settings, InvocationListener.NONE);
  }

  private ModelResponse answer(ModelRequest request) throws IOException {
    requests.incrementAndGet();
    if (text(request).contains("stuck")) {
      throw new IOException("connection reset");
    }
    return text(request).contains("bad")
        ? new ModelResponse(400, "no".getBytes(UTF_8))
        : ModelResponse.ok(request.body());
  }

  private String transform(EngineSettings settings, String file) throws Exception {
    try (TransformEngine engine = engine(settings)) {
      return transform(engine, file);
    }
  }

  private static String transform(TransformEngine engine, String file) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    engine.transform("file", new ByteArrayInputStream(file.getBytes(UTF_8)), out);
    return out.toString(UTF_8);
  }

  private InvocationException failure(EngineSettings settings, String file) {
    try (TransformEngine engine = engine(settings)) {
      return failure(engine, file);
    }
  }

  private static InvocationException failure(TransformEngine engine, String file) {
    return catchThrowableOfType(InvocationException.class, () -> transform(engine, file));
  }

  private static String text(ModelRequest request) {
    return new String(request.body(), UTF_8).strip();
  }
}
