package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.run.wave.IsolationPlan.Cut;
import dev.batchtransform.spark.internal.run.wave.IsolationPlan.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Chooses a few records to send when a wave has brought no answer at all. Either the model answers
 * nothing, and then the run has cost one small wave more and not a full one; or every file held a
 * bad record, and then single records and pieces of several sizes tell how many there are.
 */
final class ProbePlanner {
  /** Of eight single records all fail by chance only where most records are bad. */
  static final int SINGLE_RECORDS = 8;

  /** So few records are all sent alone at once: no probe would save anything. */
  static final int FEW = 64;

  private static final int PIECES_OF_A_SIZE = 2;
  private static final int SIZE_STEP = 4;

  private ProbePlanner() {}

  /**
   * Cuts the pieces to send out of some of these files, and holds the rest back.
   *
   * @param failing pending files, each of several records
   */
  static List<Cut> plan(List<LedgerFile> failing) {
    if (failing.isEmpty()) {
      return List.of();
    }
    long smallest = failing.stream().mapToLong(file -> file.staged().records()).min().orElseThrow();
    List<Long> sizes = sizes(smallest);
    int probed = Math.min(failing.size(), SINGLE_RECORDS);
    List<List<Long>> ofFiles = new ArrayList<>();
    for (int file = 0; file < probed; file++) {
      ofFiles.add(new ArrayList<>());
    }
    for (int piece = 0; piece < sizes.size(); piece++) {
      ofFiles.get(piece % probed).add(sizes.get(piece));
    }
    List<Cut> cuts = new ArrayList<>();
    for (int file = 0; file < probed; file++) {
      LedgerFile chosen = spread(failing, file, probed);
      cuts.add(new Cut(chosen, pieces(chosen, ofFiles.get(file))));
    }
    return cuts;
  }

  /** Chooses some of these files, each of one record, by their names. */
  static Set<String> singles(List<LedgerFile> failing) {
    int probed = Math.min(failing.size(), SINGLE_RECORDS);
    return LongStream.range(0, probed)
        .mapToObj(each -> spread(failing, each, probed).staged().name())
        .collect(Collectors.toSet());
  }

  /** One of some files that are spread over all, since bad records may lie close together. */
  private static LedgerFile spread(List<LedgerFile> files, long each, int chosen) {
    return files.get((int) (each * files.size() / chosen));
  }

  private static List<Long> sizes(long smallestFile) {
    List<Long> sizes = new ArrayList<>();
    for (int each = 0; each < SINGLE_RECORDS; each++) {
      sizes.add(1L);
    }
    for (long size = SIZE_STEP; size < smallestFile; size *= SIZE_STEP) {
      for (int each = 0; each < PIECES_OF_A_SIZE; each++) {
        sizes.add(size);
      }
    }
    return sizes;
  }

  private static List<Piece> pieces(LedgerFile file, List<Long> sizes) {
    FileOutcome.Pending failed = (FileOutcome.Pending) file.outcome();
    List<Piece> pieces = new ArrayList<>();
    long left = file.staged().records();
    for (long size : sizes) {
      // Something has to be left over, or a piece of the file's own size would be the file.
      if (size < left) {
        pieces.add(new Piece(size, failed.held(false)));
        left -= size;
      }
    }
    pieces.add(new Piece(left, failed.held(pieces.size() > 0)));
    return pieces;
  }
}
