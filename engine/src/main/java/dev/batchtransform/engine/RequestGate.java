package dev.batchtransform.engine;

import dev.batchtransform.engine.time.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets as many requests through at once as the server bears: half as many after it has complained,
 * one more for each round that it has answered, as TCP does. After a complaint nothing goes through
 * for as long as the server asks, or for a while that doubles from complaint to complaint.
 */
final class RequestGate {

  /** However long a server asks to wait, it is asked again after a minute. */
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /** Half to all of what is due, so that several processes come back apart. */
  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(100), LONGEST_PAUSE, 0.5);

  private static final Logger LOG = LoggerFactory.getLogger(RequestGate.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final InstantSource clock;
  private final int most;
  private final Duration patience;

  private double limit;
  private int inside;
  private int complaints;
  private long era;
  private Instant opens = Instant.EPOCH;
  private @Nullable Instant shutSince;

  /**
   * @param most requests at once while the server has no objection
   * @param patience how long the server may do nothing but complain
   */
  RequestGate(int most, Duration patience, InstantSource clock) {
    this.most = most;
    this.limit = most;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * What a request got on its way in.
   *
   * @param era complaints about requests of one era are one complaint
   */
  record Pass(long era) {}

  /** Waits until one more request may go out. */
  Pass enter() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Instant now = clock.instant();
        if (opens.isAfter(now)) {
          long pause = Duration.between(now, opens).toNanos();
          var unused = changed.await(pause, TimeUnit.NANOSECONDS);
        } else if (inside >= Math.floor(limit)) {
          changed.await();
        } else {
          inside++;
          return new Pass(era);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      inside--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The server answered a request, whatever it said about it. */
  void answered() {
    lock.lock();
    try {
      complaints = 0;
      limit = Math.min(most, limit + 1 / limit);
      shutSince = null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The server took a request for one too many, or took none at all.
   *
   * @param asked how long it asks to wait
   */
  void throttled(Pass pass, Optional<Duration> asked) {
    lock.lock();
    try {
      if (pass.era == era) {
        era++;
        complaints++;
        limit = Math.max(1, limit / 2);
        LOG.debug("The model limits its requests: {} at once from now on", (int) limit);
      }
      Instant now = clock.instant();
      if (shutSince == null) {
        shutSince = now;
      }
      Instant until = now.plus(isShut(now) ? Duration.ZERO : pause(asked));
      opens = until.isAfter(opens) ? until : opens;
    } finally {
      lock.unlock();
    }
  }

  private Duration pause(Optional<Duration> asked) {
    Duration least = PAUSES.before(Math.max(complaints, 1));
    Duration pause = asked.filter(wait -> wait.compareTo(least) > 0).orElse(least);
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /** Whether the server has answered nothing since it last complained. */
  boolean isSilent() {
    lock.lock();
    try {
      return shutSince != null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the server has done nothing but complain for longer than there is patience. */
  boolean isShut() {
    lock.lock();
    try {
      return isShut(clock.instant());
    } finally {
      lock.unlock();
    }
  }

  private boolean isShut(Instant now) {
    return shutSince != null && !now.isBefore(shutSince.plus(patience));
  }
}
