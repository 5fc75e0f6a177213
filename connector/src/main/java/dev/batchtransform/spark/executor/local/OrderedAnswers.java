package dev.batchtransform.spark.executor.local;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The requests of one file that are out, oldest first. Their answers are written in that order, as
 * soon as they can be. Each takes one permit of the read-ahead that all files share.
 *
 * <p>No deadlock: a file waits for a permit only while it holds none, and who holds one gets its
 * oldest answer without any further permit.
 */
final class OrderedAnswers implements AutoCloseable {

  private final Semaphore readAhead;
  private final AssembleWith assembleWith;
  private final OutputStream out;
  private final Deque<Future<byte[]>> pending = new ArrayDeque<>();
  private boolean roomMade;

  OrderedAnswers(Semaphore readAhead, AssembleWith assembleWith, OutputStream out) {
    this.readAhead = readAhead;
    this.assembleWith = assembleWith;
    this.out = out;
  }

  /** Waits until one more request may be read ahead. */
  void makeRoom() throws IOException, InvocationException, InterruptedException {
    while (!pending.isEmpty() && pending.element().isDone()) {
      writeOldest();
    }
    // The timed form keeps the order of those who wait; the plain one jumps the queue.
    while (!readAhead.tryAcquire(0, TimeUnit.SECONDS)) {
      if (pending.isEmpty()) {
        readAhead.acquire();
        break;
      }
      writeOldest();
    }
    roomMade = true;
  }

  /** Adds a request for which room was made. */
  void add(Future<byte[]> answer) {
    pending.add(answer);
    roomMade = false;
  }

  /** Waits for all answers and writes them. */
  void writeAll() throws IOException, InvocationException, InterruptedException {
    while (!pending.isEmpty()) {
      writeOldest();
    }
  }

  private void writeOldest() throws IOException, InvocationException, InterruptedException {
    byte[] answer = answer(pending.element());
    out.write(answer);
    boolean ended = answer.length > 0 && answer[answer.length - 1] == '\n';
    if (assembleWith == AssembleWith.LINE && !ended) {
      out.write('\n');
    }
    pending.remove();
    readAhead.release();
  }

  private static byte[] answer(Future<byte[]> request)
      throws InvocationException, InterruptedException {
    try {
      return request.get();
    } catch (CancellationException e) {
      throw closed();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InvocationException failed) {
        throw failed;
      }
      if (e.getCause() instanceof InterruptedException) {
        throw closed();
      }
      throw new IllegalStateException("Cannot go on because a request died.", e.getCause());
    }
  }

  private static InterruptedException closed() {
    return new InterruptedException("The engine was closed before the file was done.");
  }

  /** Cancels the requests that are still out. */
  @Override
  public void close() {
    pending.forEach(request -> request.cancel(true));
    readAhead.release(pending.size() + (roomMade ? 1 : 0));
    pending.clear();
  }
}
