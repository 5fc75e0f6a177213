package dev.batchtransform.spark.internal.executor.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Models that tests name in {@code class:<name>}. They are made by the engine, so what a test wants
 * to know of them is static; a test resets what it uses.
 */
public final class TestModels {

  private TestModels() {}

  /** Answers a record with {@code {"echo":<record>}}, and refuses one that contains "bad". */
  public static final class Echo implements LocalModel {
    static final AtomicInteger REQUESTS = new AtomicInteger();

    @Override
    public ModelResponse invoke(ModelRequest request) {
      REQUESTS.incrementAndGet();
      String record = new String(request.body(), UTF_8).strip();
      return record.contains("bad")
          ? new ModelResponse(400, "missing field 'title'".getBytes(UTF_8))
          : ModelResponse.ok(("{\"echo\":" + record + "}").getBytes(UTF_8));
    }
  }

  /** Notes how many requests are in flight at once and how often it was made. */
  public static final class Counting implements LocalModel {
    static final AtomicInteger MADE = new AtomicInteger();
    static final AtomicInteger MOST = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();

    public Counting() {
      MADE.incrementAndGet();
    }

    @Override
    public ModelResponse invoke(ModelRequest request) {
      MOST.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
      Thread.onSpinWait();
      inFlight.decrementAndGet();
      return ModelResponse.ok(request.body());
    }
  }

  /** Never answers; tells when it was asked and when it was interrupted. */
  public static final class Stuck implements LocalModel {
    static volatile CountDownLatch asked = new CountDownLatch(1);
    static volatile CountDownLatch interrupted = new CountDownLatch(1);

    static void reset() {
      asked = new CountDownLatch(1);
      interrupted = new CountDownLatch(1);
    }

    @Override
    public ModelResponse invoke(ModelRequest request) throws InterruptedException {
      if (new String(request.body(), UTF_8).contains("quick")) {
        return ModelResponse.ok(request.body());
      }
      asked.countDown();
      try {
        new CountDownLatch(1).await();
      } finally {
        interrupted.countDown();
      }
      throw new IllegalStateException();
    }
  }

  /** Cannot be made. */
  public static final class Broken implements LocalModel {
    public Broken() {
      throw new IllegalStateException("no weights");
    }

    @Override
    public ModelResponse invoke(ModelRequest request) {
      throw new AssertionError();
    }
  }

  /** Tells when it was closed. */
  public static final class Closing implements LocalModel {
    static volatile CountDownLatch closed = new CountDownLatch(1);

    @Override
    public ModelResponse invoke(ModelRequest request) {
      return ModelResponse.ok(request.body());
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  /** No model. */
  public abstract static class Abstract implements LocalModel {}

  /** Not for others to make. */
  public static final class NoConstructor implements LocalModel {
    private NoConstructor() {}

    @Override
    public ModelResponse invoke(ModelRequest request) {
      throw new AssertionError();
    }
  }
}
