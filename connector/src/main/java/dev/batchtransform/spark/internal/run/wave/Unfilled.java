package dev.batchtransform.spark.internal.run.wave;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields that no answer of several groups of answers fills. */
final class Unfilled {
  private @Nullable List<String> names;

  /** Adds those of one more group, which has answers. */
  void add(List<String> ofGroup) {
    if (names == null) {
      names = new ArrayList<>(ofGroup);
    } else {
      names.retainAll(ofGroup);
    }
  }

  /** Their names; empty when no group was added. */
  Optional<List<String>> names() {
    return Optional.ofNullable(names).map(List::copyOf);
  }
}
