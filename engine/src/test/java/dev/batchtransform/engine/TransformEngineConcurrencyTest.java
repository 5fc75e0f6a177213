package dev.batchtransform.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.batchtransform.spark.model.BatchStrategy;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TransformEngineConcurrencyTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void answersKeepTheOrderOfTheirRecordsInWhateverOrderTheyCome(int seed) throws Exception {
    int group = 4;
    int records = 60;
    List<CountDownLatch> answered =
        IntStream.range(0, records).mapToObj(i -> new CountDownLatch(1)).toList();
    int[] after = chains(records, group, new Random(seed));
    LocalModel model =
        request -> {
          int record = Integer.parseInt(text(request));
          if (after[record] >= 0) {
            answered.get(after[record]).await();
          }
          answered.get(record).countDown();
          return ModelResponse.ok(request.body());
        };

    try (TransformEngine engine = engine(model, group)) {
      assertThat(transform(engine, numbers(records))).isEqualTo(numbers(records));
    }
  }

  /** Within each group of requests that are out together, a random order of their answers. */
  private static int[] chains(int records, int group, Random random) {
    int[] after = new int[records];
    for (int start = 0; start < records; start += group) {
      List<Integer> order = new ArrayList<>(IntStream.range(start, start + group).boxed().toList());
      Collections.shuffle(order, random);
      after[order.get(0)] = -1;
      for (int i = 1; i < group; i++) {
        after[order.get(i)] = order.get(i - 1);
      }
    }
    return after;
  }

  @Test
  void theLimitOfRequestsInFlightIsReachedAndNeverPassedByManyFilesTogether() throws Exception {
    int limit = 3;
    int files = 4;
    CountDownLatch firstOnes = new CountDownLatch(limit);
    AtomicInteger inFlight = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    LocalModel model =
        request -> {
          most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
          firstOnes.countDown();
          firstOnes.await();
          inFlight.decrementAndGet();
          return ModelResponse.ok(request.body());
        };
    ExecutorService callers = Executors.newFixedThreadPool(files);
    try (TransformEngine engine = engine(model, limit)) {
      List<Future<String>> outputs = new ArrayList<>();
      for (int file = 0; file < files; file++) {
        outputs.add(callers.submit(() -> transform(engine, numbers(30))));
      }
      for (Future<String> output : outputs) {
        assertThat(output.get()).isEqualTo(numbers(30));
      }
    } finally {
      callers.shutdownNow();
    }
    assertThat(most).hasValue(limit);
  }

  @Test
  void aLargeFileIsReadNoFurtherAheadThanTwiceTheConcurrency() throws Exception {
    int recordBytes = 100_000;
    int concurrency = 2;
    AtomicLong read = new AtomicLong();
    CountDownLatch release = new CountDownLatch(1);
    LocalModel model =
        request -> {
          release.await();
          return ModelResponse.ok(new byte[] {'1'});
        };
    String file = ("x".repeat(recordBytes - 1) + "\n").repeat(100);
    try (TransformEngine engine = engine(model, concurrency)) {
      FutureTask<TransformedFile> transform =
          new FutureTask<>(
              () -> engine.transform("f", counting(file, read), OutputStream.nullOutputStream()));
      Thread caller = new Thread(transform);
      caller.start();
      await().atMost(Duration.ofMinutes(5)).until(() -> caller.getState() == Thread.State.WAITING);

      assertThat(read.get()).isLessThan((2L * concurrency + 3) * recordBytes);

      release.countDown();
      assertThat(transform.get()).isEqualTo(new TransformedFile(100, 100));
    }
  }

  @Test
  void anInterruptCancelsWhatIsInFlightAndFreesTheEngine() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    CountDownLatch cancelled = new CountDownLatch(2);
    LocalModel model =
        request -> {
          if (text(request).startsWith("stuck")) {
            waitForInterrupt(asked, cancelled);
          }
          return ModelResponse.ok(request.body());
        };
    try (TransformEngine engine = engine(model, 2)) {
      FutureTask<String> transform = new FutureTask<>(() -> transform(engine, "stuck\n".repeat(9)));
      Thread caller = new Thread(transform);
      caller.start();
      asked.await();

      caller.interrupt();

      assertThatThrownBy(transform::get).hasCauseInstanceOf(InterruptedException.class);
      cancelled.await();
      assertThat(transform(engine, numbers(20))).isEqualTo(numbers(20));
    }
  }

  @Test
  void aFileThatFailsCancelsItsOtherRequests() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    LocalModel model =
        request -> {
          if (text(request).startsWith("bad")) {
            asked.await();
            return new ModelResponse(400, new byte[0]);
          }
          waitForInterrupt(asked, cancelled);
          throw new IllegalStateException();
        };
    try (TransformEngine engine = engine(model, 2)) {
      assertThatThrownBy(() -> transform(engine, "bad\nstuck\n"))
          .isInstanceOf(InvocationException.class);

      cancelled.await();
    }
  }

  @Test
  void closingTheEngineEndsTheFilesThatAreBeingTransformed() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    LocalModel model =
        request -> {
          waitForInterrupt(asked, cancelled);
          throw new IllegalStateException();
        };
    TransformEngine engine = engine(model, 1);
    FutureTask<String> transform = new FutureTask<>(() -> transform(engine, numbers(9)));
    new Thread(transform).start();
    asked.await();

    engine.close();

    assertThatThrownBy(transform::get)
        .hasCauseInstanceOf(InterruptedException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> transform(engine, numbers(1)))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void anOutputThatCannotBeWrittenFreesTheEngine() throws Exception {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    try (TransformEngine engine = engine(request -> ModelResponse.ok(request.body()), 2)) {
      InputStream in = new ByteArrayInputStream(numbers(50).getBytes(UTF_8));
      assertThatThrownBy(() -> engine.transform("f", in, full))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space");

      assertThat(transform(engine, numbers(50))).isEqualTo(numbers(50));
    }
  }

  private static void waitForInterrupt(CountDownLatch asked, CountDownLatch cancelled)
      throws InterruptedException {
    asked.countDown();
    try {
      new CountDownLatch(1).await();
    } finally {
      cancelled.countDown();
    }
  }

  private static TransformEngine engine(LocalModel model, int concurrency) {
    EngineSettings settings =
        EngineSettings.builder()
            .splitType(SplitType.LINE)
            .assembleWith(AssembleWith.LINE)
            .batchStrategy(BatchStrategy.SINGLE_RECORD)
            .maxConcurrentTransforms(concurrency)
            .retryBackoff(Duration.ofMillis(1))
            .build();
    return new TransformEngine(model, settings, InvocationListener.NONE);
  }

  private static String transform(TransformEngine engine, String file) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    engine.transform("file", new ByteArrayInputStream(file.getBytes(UTF_8)), out);
    return out.toString(UTF_8);
  }

  private static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }

  private static String text(ModelRequest request) {
    return new String(request.body(), UTF_8).strip();
  }

  private static InputStream counting(String file, AtomicLong read) {
    return new FilterInputStream(new ByteArrayInputStream(file.getBytes(UTF_8))) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        read.addAndGet(Math.max(0, count));
        return count;
      }
    };
  }
}
