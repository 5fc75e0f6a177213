package dev.batchtransform.emulator.shape;

import java.util.List;

/** What AWS says of sizes and values out of bounds. */
final class Bounds {

  private Bounds() {}

  static List<String> ofSize(int size, int min, int max) {
    return of("length", size < min, min, size > max, max);
  }

  static List<String> ofValue(boolean tooSmall, Number min, boolean tooLarge, Number max) {
    return of("value", tooSmall, min, tooLarge, max);
  }

  private static List<String> of(
      String what, boolean tooSmall, Number min, boolean tooLarge, Number max) {
    if (tooLarge) {
      return List.of("Member must have %s less than or equal to %s".formatted(what, max));
    }
    return tooSmall
        ? List.of("Member must have %s greater than or equal to %s".formatted(what, min))
        : List.of();
  }
}
