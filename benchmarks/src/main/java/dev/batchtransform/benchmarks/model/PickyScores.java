package dev.batchtransform.benchmarks.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.util.concurrent.atomic.AtomicLong;

/** Answers as {@link IdScores}, but refuses a request that holds a bad record; counts requests. */
public abstract class PickyScores extends IdScores {
  private static final AtomicLong REQUESTS = new AtomicLong();
  private static final int BAD_REQUEST = 400;

  private final Share share;

  PickyScores(Share share) {
    this.share = share;
  }

  /** How many records are refused. They lie at random, not at the same place of each file. */
  public enum Share {
    ONE_IN_TEN_THOUSAND(10_000, "0.01 %"),
    ONE_IN_A_THOUSAND(1_000, "0.1 %"),
    ONE_IN_A_HUNDRED(100, "1 %"),
    ONE_IN_TWENTY(20, "5 %");

    private final long every;
    private final String text;

    Share(long every, String text) {
      this.every = every;
      this.text = text;
    }

    /** For people. */
    public String text() {
      return text;
    }

    /** Whether the record of that id is refused. */
    public boolean isBad(long id) {
      return Math.floorMod(hash(id), every) == 0;
    }

    /** The model that refuses so many. */
    public Class<? extends PickyScores> model() {
      return switch (this) {
        case ONE_IN_TEN_THOUSAND -> ButOneInTenThousand.class;
        case ONE_IN_A_THOUSAND -> ButOneInAThousand.class;
        case ONE_IN_A_HUNDRED -> ButOneInAHundred.class;
        case ONE_IN_TWENTY -> ButOneInTwenty.class;
      };
    }
  }

  /** Refuses one record in 10,000. */
  public static final class ButOneInTenThousand extends PickyScores {
    /** Called by the connector, which makes a model from its name. */
    public ButOneInTenThousand() {
      super(Share.ONE_IN_TEN_THOUSAND);
    }
  }

  /** Refuses one record in 1,000. */
  public static final class ButOneInAThousand extends PickyScores {
    /** Called by the connector, which makes a model from its name. */
    public ButOneInAThousand() {
      super(Share.ONE_IN_A_THOUSAND);
    }
  }

  /** Refuses one record in 100. */
  public static final class ButOneInAHundred extends PickyScores {
    /** Called by the connector, which makes a model from its name. */
    public ButOneInAHundred() {
      super(Share.ONE_IN_A_HUNDRED);
    }
  }

  /** Refuses one record in 20. */
  public static final class ButOneInTwenty extends PickyScores {
    /** Called by the connector, which makes a model from its name. */
    public ButOneInTwenty() {
      super(Share.ONE_IN_TWENTY);
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

  private boolean isBad(String record) {
    return share.isBad(id(record));
  }

  /** The finalizer of SplitMix64. */
  private static long hash(long id) {
    long mixed = (id + 1) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
