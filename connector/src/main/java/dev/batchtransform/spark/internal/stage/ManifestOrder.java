package dev.batchtransform.spark.internal.stage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The order of a wave's files in its manifest. Rounds of as many files as there are instances, the
 * large files first; in each round the largest goes to whoever has least so far. So the loads are
 * level when objects are dealt in turn, and when whoever is free takes the next one. Of files of
 * about the same size, those whose records lie together in the data follow each other: if they are
 * dearer than others, each instance has its share of them.
 */
public final class ManifestOrder {
  private static final double SAME = 0.125;

  private ManifestOrder() {}

  /**
   * A staged file and what is sent of it.
   *
   * @param staged the file
   * @param sent the file itself, or parts of it in the order of its records
   */
  public record Group(StagedFile staged, List<StagedFile> sent) {}

  /**
   * The files in that order.
   *
   * @param groups as the tasks have staged them, one task after the other
   */
  public static List<StagedFile> of(List<Group> groups, int instances) {
    List<StagedFile> files = groups.stream().flatMap(group -> group.sent().stream()).toList();
    if (instances == 1 || files.size() <= instances) {
      return files;
    }
    List<Place> descending =
        places(groups, FileLoads.of(files)).stream()
            .sorted(
                Comparator.comparing((Place place) -> -Math.getExponent(place.load()))
                    .thenComparing(Place::task)
                    .thenComparing(Place::round)
                    .thenComparing(Place::part))
            .toList();
    Hands hands = new Hands(instances);
    for (int from = 0; from < descending.size(); from += instances) {
      hands.deal(descending.subList(from, Math.min(from + instances, descending.size())));
    }
    return hands.inTurn().stream().map(Place::file).toList();
  }

  private static List<Place> places(List<Group> groups, double[] loads) {
    List<Place> places = new ArrayList<>();
    int task = 0;
    int ofTask = 0;
    String before = "";
    for (Group group : groups) {
      String attempt = FilePlan.attempt(group.staged().name());
      boolean same = attempt.equals(before);
      task += same ? 0 : 1;
      ofTask = same ? ofTask + 1 : 0;
      before = attempt;
      for (int part = 0; part < group.sent().size(); part++) {
        places.add(
            new Place(
                group.sent().get(part),
                loads[places.size()],
                task,
                ofTask / FilePlan.MAX_LANES,
                part));
      }
    }
    return places;
  }

  /**
   * A file and where it lies. A task fills its files side by side, so that the first parts of a
   * round of them lie together in the data, and then the second ones.
   */
  private record Place(StagedFile file, double load, int task, int round, int part) {}

  /** What each instance gets. */
  private static final class Hands {
    private final List<Hand> hands = new ArrayList<>();
    private int rounds;

    Hands(int instances) {
      for (int each = 0; each < instances; each++) {
        hands.add(new Hand());
      }
    }

    /**
     * What differs by a small part of a file counts as equal. Where a round begins among equal
     * files moves on, so that files that are a round apart, and alike, are not always the same
     * one's.
     */
    void deal(List<Place> round) {
      double unit = round.stream().mapToDouble(Place::load).max().orElseThrow() * SAME;
      hands.sort(Comparator.comparing(hand -> Math.round(hand.load / unit)));
      List<Place> largest = new ArrayList<>(round);
      Collections.rotate(largest, rounds++);
      largest.sort(Comparator.comparing(place -> -Math.round(place.load() / unit)));
      for (int each = 0; each < largest.size(); each++) {
        hands.get(each).add(largest.get(each));
      }
    }

    /** Whoever has a file in the last round, which may be a short one, comes first in each. */
    List<Place> inTurn() {
      hands.sort(Comparator.comparing(hand -> -hand.files.size()));
      List<Place> order = new ArrayList<>();
      for (int round = 0; round < hands.get(0).files.size(); round++) {
        for (Hand hand : hands) {
          if (round < hand.files.size()) {
            order.add(hand.files.get(round));
          }
        }
      }
      return order;
    }
  }

  /** What one instance gets. */
  private static final class Hand {
    private final List<Place> files = new ArrayList<>();
    private double load;

    void add(Place place) {
      files.add(place);
      load += place.load();
    }
  }
}
