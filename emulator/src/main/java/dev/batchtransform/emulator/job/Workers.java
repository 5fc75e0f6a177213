package dev.batchtransform.emulator.job;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Runs tasks side by side and is done when all threads are: also after a failure or a stop. */
final class Workers {

  private Workers() {}

  /**
   * Runs all tasks at once. When one throws, or the calling thread is interrupted, the others are
   * interrupted and waited for.
   *
   * @throws ExecutionException holding what the first task to fail threw
   */
  static void runAll(String name, List<? extends Callable<Void>> tasks)
      throws ExecutionException, InterruptedException {
    ThreadFactory daemons =
        runnable -> {
          Thread thread = new Thread(runnable, name);
          thread.setDaemon(true);
          return thread;
        };
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, tasks.size()), daemons);
    try {
      CompletionService<Void> running = new ExecutorCompletionService<>(threads);
      tasks.forEach(running::submit);
      for (int i = 0; i < tasks.size(); i++) {
        running.take().get();
      }
    } finally {
      threads.shutdownNow();
      awaitEnd(threads);
    }
  }

  private static void awaitEnd(ExecutorService threads) {
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
