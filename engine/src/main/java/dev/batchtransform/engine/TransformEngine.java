package dev.batchtransform.engine;

import dev.batchtransform.engine.processing.DataProcessing;
import dev.batchtransform.spark.model.LocalModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/**
 * Does to files what an instance of a SageMaker transform job does: splits a file into records,
 * forms mini-batches, sends them to the model, filters and joins, and assembles the answers in the
 * order of the records.
 *
 * <p>One engine serves many files at once, each in the thread of its caller, with at most {@code
 * maxConcurrentTransforms} requests in flight over all of them. Requests are read ahead of their
 * turn no further than twice that number over all files, so that memory stays bounded however large
 * the files are.
 */
public final class TransformEngine implements AutoCloseable {

  private static final int INFLATE_BUFFER = 1 << 16;

  private final EngineSettings settings;
  private final DataProcessing processing;
  private final RequestSender sender;
  private final ThreadPoolExecutor requests;
  private final Semaphore readAhead;
  private final ModelStanding standing = new ModelStanding();

  /**
   * An engine for one model and one way of sending.
   *
   * @param model called by several threads at once; whoever made it closes it, after this engine
   * @param listener told of every request, by those threads
   */
  public TransformEngine(LocalModel model, EngineSettings settings, InvocationListener listener) {
    this.settings = settings;
    this.processing = settings.dataProcessing();
    this.sender = new RequestSender(model, settings, processing, listener);
    this.requests = pool(settings.maxConcurrentTransforms());
    // Fair, so that one large file does not keep a small one from its first request.
    this.readAhead = new Semaphore(2 * settings.maxConcurrentTransforms(), true);
  }

  private static ThreadPoolExecutor pool(int threads) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            runnable -> {
              Thread thread = new Thread(runnable, "transform-request-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * Transforms one file. A file without records has an empty output. The streams stay open. When a
   * request failed, {@code out} has the answers to those of the first {@link
   * InvocationException#answered()} records that lie in none of the failed requests, and nothing
   * else; when this method throws anything else, what has been written counts for nothing.
   *
   * @param name what the listener is to call the file
   * @param in the file, gzipped if the settings say so
   * @param out takes the answers
   * @param whenOneFails called before anything is written that comes after a failed request, once
   * @throws InvocationException when a request failed for good: at once, or after the rest of the
   *     file, as {@link EngineSettings#failedRequestsKept} says; requests still out are cancelled
   * @throws ModelUnavailableException when the model could not be used at all
   * @throws IOException when a stream failed
   * @throws InterruptedException when the calling thread was interrupted or the engine was closed
   */
  public TransformedFile transform(
      String name, InputStream in, OutputStream out, Runnable whenOneFails)
      throws IOException, InvocationException, InterruptedException {
    InputStream plain = settings.gzip() ? new GZIPInputStream(in, INFLATE_BUFFER) : in;
    MiniBatches batches = new MiniBatches(plain, settings, processing);
    long count = 0;
    long records = 0;
    FailedRequests failed =
        new FailedRequests(settings.failedRequestsKept(), standing, whenOneFails);
    try (OrderedAnswers answers =
        new OrderedAnswers(readAhead, settings.assembleWith(), out, failed)) {
      for (MiniBatch batch = batches.next(); batch != null; batch = batches.next()) {
        MiniBatch request = batch;
        if (settings.failedRequestsKept() == 1) {
          request.requireSendable();
        }
        if (standing.isHopeless()) {
          // One at a time: each is likely the last of its file.
          answers.writeAll();
        }
        answers.makeRoom();
        answers.add(request, submit(name, request));
        count++;
        records += request.records();
      }
      answers.writeAll();
    }
    failed.throwIfAny();
    return new TransformedFile(count, records);
  }

  /** Transforms one file, of which nothing is kept when a request fails. */
  public TransformedFile transform(String name, InputStream in, OutputStream out)
      throws IOException, InvocationException, InterruptedException {
    return transform(name, in, out, () -> {});
  }

  private FutureTask<byte[]> submit(String name, MiniBatch batch) throws InterruptedException {
    FutureTask<byte[]> answer = new FutureTask<>(() -> send(name, batch));
    try {
      requests.execute(answer);
    } catch (RejectedExecutionException closed) {
      answer.cancel(false);
    }
    return answer;
  }

  private byte[] send(String name, MiniBatch batch)
      throws InvocationException, ModelUnavailableException, InterruptedException {
    batch.requireSendable();
    try {
      byte[] answer = sender.send(name, batch);
      standing.answered();
      return answer;
    } catch (InvocationException failure) {
      standing.failed();
      throw failure;
    }
  }

  /** How this engine transforms. */
  public EngineSettings settings() {
    return settings;
  }

  /** Cancels what is in flight; files that are being transformed end as interrupted. */
  @Override
  public void close() {
    for (Runnable neverStarted : requests.shutdownNow()) {
      ((FutureTask<?>) neverStarted).cancel(false);
    }
  }
}
