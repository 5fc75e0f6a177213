package dev.batchtransform.spark.internal.deadletter;

import static dev.batchtransform.spark.internal.aws.MessageQueue.MOST_AT_ONCE;

import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.aws.AwsSettings;
import dev.batchtransform.spark.internal.aws.MessageQueue;
import dev.batchtransform.spark.internal.aws.MessageQueue.Message;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.text.Plural;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the queue of the option {@code deadLetterQueueUrl} of each failed row, at least once. The
 * run does not depend on it: what the queue does not take is a warning.
 */
public final class DeadLetterQueue {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterQueue.class);

  /** A run of a million failed rows is told of in minutes, and SQS throttles nobody for it. */
  private static final int CALLS_AT_ONCE = 8;

  private final AwsSettings settings;
  private final String url;

  private DeadLetterQueue(AwsSettings settings, String url) {
    this.settings = settings;
    this.url = url;
  }

  /** The queue that the options name, if any. Calls nobody yet. */
  public static Optional<DeadLetterQueue> of(TransformOptions options) {
    AwsSettings settings =
        new AwsSettings(
            options.find(OptionTable.REGION),
            Optional.empty(),
            options.find(OptionTable.ROLE_ARN),
            options.find(OptionTable.EXTERNAL_ID));
    return options
        .find(OptionTable.DEAD_LETTER_QUEUE_URL)
        .map(url -> new DeadLetterQueue(settings, url));
  }

  /** Refuses a queue that cannot be called for want of a region or of credentials. */
  void validate() {
    try {
      MessageQueue.connect(settings, url).close();
    } catch (AwsCallException refused) {
      throw new InvalidOptionException(
          "Cannot use option 'deadLetterQueueUrl'. " + refused.getMessage(), refused);
    }
  }

  /** Sends a message for each dead letter of a file. */
  void tell(RunLedger run, RunLayout layout, Path file, Configuration hadoop)
      throws InterruptedException {
    DeadLetterMessages messages =
        new DeadLetterMessages(run.runId(), layout, run.roundStart(), url.endsWith(".fifo"));
    Told told = new Told(0, Optional.empty());
    ExecutorService threads = Executors.newFixedThreadPool(CALLS_AT_ONCE);
    try (MessageQueue queue = MessageQueue.connect(settings, url);
        DeadLetterReader letters = DeadLetterReader.open(file, hadoop)) {
      List<Message> some = next(letters, messages);
      // One call that fails after all the repetitions of the SDK will not be the only one.
      while (!some.isEmpty() && told.problem().isEmpty()) {
        told = told.and(threads.invokeAll(calls(queue, some)));
        some = next(letters, messages);
      }
    } catch (IOException | RuntimeException failure) {
      told = new Told(told.rows(), Optional.of(String.valueOf(failure.getMessage())));
    } finally {
      threads.shutdownNow();
    }
    report(run, told, file);
  }

  /** How many rows were published, and why no more were. */
  private record Told(long rows, Optional<String> problem) {
    Told and(List<Future<Integer>> calls) throws InterruptedException {
      long all = rows;
      Optional<String> first = problem;
      for (Future<Integer> call : calls) {
        try {
          all += call.get();
        } catch (ExecutionException failure) {
          Throwable cause = failure.getCause() == null ? failure : failure.getCause();
          first = first.or(() -> Optional.of(String.valueOf(cause.getMessage())));
        }
      }
      return new Told(all, first);
    }
  }

  private static List<Message> next(DeadLetterReader letters, DeadLetterMessages messages)
      throws IOException {
    List<Message> some = new ArrayList<>();
    while (some.size() < CALLS_AT_ONCE * MOST_AT_ONCE) {
      Optional<DeadLetter> letter = letters.next();
      if (letter.isEmpty()) {
        break;
      }
      some.add(messages.of(letter.get()));
    }
    return some;
  }

  private static List<Callable<Integer>> calls(MessageQueue queue, List<Message> messages) {
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int from = 0; from < messages.size(); from += MOST_AT_ONCE) {
      List<Message> batch = messages.subList(from, Math.min(messages.size(), from + MOST_AT_ONCE));
      calls.add(() -> queue.send(batch));
    }
    return calls;
  }

  private void report(RunLedger run, Told told, Path file) {
    long left = run.failedRows() - told.rows();
    if (left > 0) {
      LOG.warn(
          "Run {}: {} of {} not published to the queue of option 'deadLetterQueueUrl': {} All of them"
              + " are in {}.",
          run.runId(),
          left,
          Plural.of(run.failedRows(), "failed row") + Plural.choose(left, " was", " were"),
          told.problem().orElse("it refused these messages."),
          file);
    } else {
      LOG.info(
          "Run {}: published {} to {}", run.runId(), Plural.of(told.rows(), "failed row"), url);
    }
  }
}
