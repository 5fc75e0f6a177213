package dev.batchtransform.benchmarks.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.batchtransform.spark.executor.local.ModelRequest;
import dev.batchtransform.spark.executor.local.ModelResponse;
import java.util.concurrent.atomic.AtomicLong;

/** Answers as {@link IdScores}, but refuses a request that holds a bad record; counts requests. */
public abstract class PickyScores extends IdScores {
  private static final AtomicLong REQUESTS = new AtomicLong();
  private static final int BAD_REQUEST = 400;

  private final long every;

  PickyScores(long every) {
    this.every = every;
  }

  /** Refuses one record in 10,000. */
  public static final class ButOneInTenThousand extends PickyScores {
    /** Called by the connector, which makes a model from its name. */
    public ButOneInTenThousand() {
      super(10_000);
    }
  }

  /** Refuses five in 100. */
  public static final class ButOneInTwenty extends PickyScores {
    /** Called by the connector, which makes a model from its name. */
    public ButOneInTwenty() {
      super(20);
    }
  }

  /** Requests to any of these models in this JVM since it was last asked. */
  public static long takeRequests() {
    return REQUESTS.getAndSet(0);
  }

  @Override
  public ModelResponse invoke(ModelRequest request) {
    REQUESTS.incrementAndGet();
    boolean bad = new String(request.body(), UTF_8).lines().anyMatch(this::isBad);
    return bad ? new ModelResponse(BAD_REQUEST, new byte[0]) : super.invoke(request);
  }

  /** Bad records lie at random, not at the same place of each file. */
  private boolean isBad(String record) {
    return Math.floorMod(hash(id(record)), every) == 0;
  }

  /** The finalizer of SplitMix64. */
  private static long hash(long id) {
    long mixed = (id + 1) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
