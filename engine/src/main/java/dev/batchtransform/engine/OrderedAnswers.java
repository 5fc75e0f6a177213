package dev.batchtransform.engine;

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
 * soon as they can be; those that fail leave nothing. Each takes one permit of the read-ahead that
 * all files share.
 *
 * <p>No deadlock: a file waits for a permit only while it holds none, and who holds one gets its
 * oldest answer without any further permit.
 */
final class OrderedAnswers implements AutoCloseable {

  private final Semaphore readAhead;
  private final AssembleWith assembleWith;
  private final OutputStream out;
  private final FailedRequests failed;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private boolean roomMade;

  private record Pending(MiniBatch batch, Future<byte[]> answer) {}

  OrderedAnswers(
      Semaphore readAhead, AssembleWith assembleWith, OutputStream out, FailedRequests failed) {
    this.readAhead = readAhead;
    this.assembleWith = assembleWith;
    this.out = out;
    this.failed = failed;
  }

  /** Waits until one more request may be read ahead. */
  void makeRoom() throws IOException, InvocationException, InterruptedException {
    while (!pending.isEmpty() && pending.element().answer.isDone()) {
      writeOldest();
    }
    // The timed form keeps the order of those who wait; the plain one jumps the queue.
    while (!readAhead.tryAcquire(0, TimeUnit.SECONDS)) {
      if (pending.isEmpty()) {
        readAhead.acquire();
        break;
      }
      writeSome();
    }
    roomMade = true;
  }

  /**
   * Waits once for several answers: a thread that is woken for each costs as much as the answer
   * itself. The requests behind them keep the senders busy meanwhile.
   */
  private void writeSome() throws IOException, InvocationException, InterruptedException {
    int some = Math.max(1, pending.size() / 4);
    await(pending.stream().skip(some - 1L).findFirst().orElseThrow());
    for (int written = 0; written < some; written++) {
      writeOldest();
    }
  }

  /** Adds a request for which room was made. */
  void add(MiniBatch batch, Future<byte[]> answer) {
    pending.add(new Pending(batch, answer));
    roomMade = false;
  }

  /** Waits for all answers and writes them. */
  void writeAll() throws IOException, InvocationException, InterruptedException {
    while (!pending.isEmpty()) {
      writeOldest();
    }
  }

  private void writeOldest() throws IOException, InvocationException, InterruptedException {
    Pending oldest = pending.element();
    try {
      byte[] answer = answer(oldest.answer);
      write(answer);
      failed.answered(oldest.batch);
    } catch (InvocationException failure) {
      failed.failed(oldest.batch, failure);
    }
    pending.remove();
    readAhead.release();
  }

  private void write(byte[] answer) throws IOException {
    out.write(answer);
    boolean ended = answer.length > 0 && answer[answer.length - 1] == '\n';
    if (assembleWith == AssembleWith.LINE && !ended) {
      out.write('\n');
    }
  }

  private static byte[] answer(Future<byte[]> request)
      throws InvocationException, ModelUnavailableException, InterruptedException {
    try {
      return request.get();
    } catch (CancellationException failure) {
      throw closed();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof InvocationException failed) {
        throw failed;
      }
      if (failure.getCause() instanceof InterruptedException) {
        throw closed();
      }
      if (failure.getCause() instanceof ModelUnavailableException away) {
        throw away;
      }
      throw new IllegalStateException("Cannot go on because a request died.", failure.getCause());
    }
  }

  /** However it ends, it is written or thrown in its turn. */
  private static void await(Pending request) throws InterruptedException {
    try {
      request.answer.get();
    } catch (CancellationException | ExecutionException inItsTurn) {
      // Those before it come first.
    }
  }

  private static InterruptedException closed() {
    return new InterruptedException("The engine was closed before the file was done.");
  }

  /** Cancels the requests that are still out. */
  @Override
  public void close() {
    pending.forEach(request -> request.answer.cancel(true));
    readAhead.release(pending.size() + (roomMade ? 1 : 0));
    pending.clear();
  }
}
