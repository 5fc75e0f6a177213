package dev.batchtransform.spark.internal.executor.async;

import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.executor.KeptAnswers;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where each file of a wave stands: to be sent, out, answered, failed, or vanished. Used by one
 * thread at a time.
 */
final class Books {

  /**
   * A file that is to be sent.
   *
   * @param attempt 0 for the first time in this wave
   */
  record Ask(StagedFile file, int attempt) {}

  private final Map<String, StagedFile> files = new LinkedHashMap<>();
  private final Deque<Ask> toSend = new ArrayDeque<>();
  private final Map<String, Receipt> out = new LinkedHashMap<>();
  private final Map<String, KeptAnswers> answered = new LinkedHashMap<>();
  private final Map<String, FileFailure> failed = new LinkedHashMap<>();
  private final Map<String, Receipt> vanished = new LinkedHashMap<>();
  private long recordsAnswered;

  /**
   * The books of a wave.
   *
   * @param sent its requests that were sent before, by the file's name
   */
  Books(List<StagedFile> ofWave, Map<String, Receipt> sent) {
    for (StagedFile file : ofWave) {
      files.put(file.name(), file);
      Receipt receipt = sent.get(file.name());
      if (receipt == null || receipt.failure().isEmpty()) {
        toSend.add(new Ask(file, 0));
      } else {
        out.put(file.name(), receipt);
      }
    }
  }

  /** Takes up to so many files that are to be sent. */
  List<Ask> take(int most) {
    List<Ask> asks = new ArrayList<>();
    while (asks.size() < most && !toSend.isEmpty()) {
      asks.add(toSend.remove());
    }
    return asks;
  }

  /** A file that was taken could not be sent. */
  void giveBack(Ask ask) {
    toSend.addFirst(ask);
  }

  /** Files that are to be sent, by name. */
  Set<String> unsent() {
    return toSend.stream().map(ask -> ask.file().name()).collect(Collectors.toSet());
  }

  /** Requests of another wave stand for files of this one that are to be sent. */
  void adopt(List<Receipt> receipts) {
    Map<String, Receipt> theirs = new HashMap<>();
    receipts.forEach(receipt -> theirs.put(receipt.file(), receipt));
    toSend.removeIf(ask -> theirs.containsKey(ask.file().name()));
    out.putAll(theirs);
  }

  void sent(Receipt receipt) {
    out.put(receipt.file(), receipt);
  }

  void answered(Receipt receipt, KeptAnswers answers) {
    if (out.remove(receipt.file()) != null) {
      answered.put(receipt.file(), answers);
      recordsAnswered += file(receipt).records();
    }
  }

  void failed(Receipt receipt, FileFailure failure) {
    if (out.remove(receipt.file()) != null) {
      failed.put(receipt.file(), failure);
    }
  }

  /** A request that failed, or is lost, is sent again as that attempt. */
  void again(Receipt receipt, int attempt) {
    if (out.remove(receipt.file()) != null) {
      toSend.add(new Ask(file(receipt), attempt));
    }
  }

  /** Nothing was heard of a request for longer than it can take. */
  void vanished(Receipt receipt) {
    if (out.remove(receipt.file()) != null) {
      vanished.put(receipt.file(), receipt);
    }
  }

  StagedFile file(Receipt receipt) {
    return Objects.requireNonNull(files.get(receipt.file()));
  }

  List<Receipt> out() {
    return List.copyOf(out.values());
  }

  int outstanding() {
    return out.size();
  }

  boolean hasSomethingToSend() {
    return !toSend.isEmpty();
  }

  /** Whether nothing is out and nothing is to be sent. */
  boolean areClosed() {
    return toSend.isEmpty() && out.isEmpty();
  }

  Map<String, KeptAnswers> answers() {
    return Map.copyOf(answered);
  }

  Map<String, FileFailure> failures() {
    return Map.copyOf(failed);
  }

  int filesVanished() {
    return vanished.size();
  }

  int filesAnswered() {
    return answered.size();
  }

  long recordsAnswered() {
    return recordsAnswered;
  }
}
