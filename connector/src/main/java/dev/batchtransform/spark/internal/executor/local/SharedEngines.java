package dev.batchtransform.spark.internal.executor.local;

import dev.batchtransform.engine.TransformEngine;
import dev.batchtransform.spark.model.LocalModel;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One engine and one model for all tasks of a process that want the same, so that the limit of
 * requests in flight holds for the process and a model is loaded once. An engine that nobody has
 * used for a while is closed together with its model, so that a long-lived process does not keep
 * the models of all runs it has seen.
 */
final class SharedEngines {

  private static final SharedEngines OF_THIS_PROCESS = new SharedEngines(Duration.ofMinutes(1));

  private final Map<Key, Shared> engines = new HashMap<>();
  private final Duration idleTime;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          runnable -> {
            Thread thread = new Thread(runnable, "transform-engines");
            thread.setDaemon(true);
            return thread;
          });

  SharedEngines(Duration idleTime) {
    this.idleTime = idleTime;
  }

  static SharedEngines ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /** Two sessions of one process may know different classes by one name. */
  private record Key(LocalEngineSpec spec, ClassLoader loader) {}

  /** The right to use an engine; closing it gives the engine back. */
  interface Lease extends AutoCloseable {
    TransformEngine engine();

    @Override
    void close();
  }

  /**
   * The engine of this process, made when there is none.
   *
   * @throws IOException when the model could not be asked for its execution parameters
   */
  Lease lease(LocalEngineSpec spec) throws IOException, InterruptedException {
    Shared shared = use(new Key(spec, LocalModels.loader()));
    try {
      TransformEngine engine = shared.engine();
      return new Lease() {
        @Override
        public TransformEngine engine() {
          return engine;
        }

        @Override
        public void close() {
          giveBack(shared);
        }
      };
    } catch (IOException | InterruptedException | RuntimeException | Error failure) {
      giveBack(shared);
      throw failure;
    }
  }

  private synchronized Shared use(Key key) {
    Shared shared = engines.computeIfAbsent(key, Shared::new);
    shared.users++;
    if (shared.closing != null) {
      shared.closing.cancel(false);
      shared.closing = null;
    }
    return shared;
  }

  private synchronized void giveBack(Shared shared) {
    shared.users--;
    if (shared.users == 0) {
      shared.closing =
          timer.schedule(() -> closeIdle(shared), idleTime.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void closeIdle(Shared shared) {
    synchronized (this) {
      if (shared.users > 0) {
        return;
      }
      engines.remove(shared.key, shared);
    }
    shared.close();
  }

  /** An engine and its model; {@code users} and {@code closing} belong to the registry's lock. */
  private static final class Shared {
    private final Key key;
    private int users;
    private @Nullable ScheduledFuture<?> closing;
    private @Nullable LocalModel model;
    private @Nullable TransformEngine engine;

    Shared(Key key) {
      this.key = key;
    }

    /** Made under this object's own lock, so that a slow model holds up nobody else. */
    synchronized TransformEngine engine() throws IOException, InterruptedException {
      if (model == null) {
        model = LocalModels.open(key.spec());
      }
      if (engine == null) {
        engine = key.spec().engine(model);
      }
      return engine;
    }

    synchronized void close() {
      if (engine != null) {
        engine.close();
      }
      if (model != null) {
        model.close();
      }
    }
  }
}
