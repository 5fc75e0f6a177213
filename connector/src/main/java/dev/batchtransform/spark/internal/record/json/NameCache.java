package dev.batchtransform.spark.internal.record.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The names of fields as strings, most of which come up in every value. */
final class NameCache {

  private static final int SLOTS = 256;
  private static final int LONGEST = 64;

  private final byte[] @Nullable [] bytes = new byte[SLOTS][];
  private final @Nullable String[] names = new String[SLOTS];

  /** The name that these bytes are in UTF-8. */
  String of(byte[] from, int start, int end) {
    int length = end - start;
    if (length > LONGEST) {
      return new String(from, start, length, StandardCharsets.UTF_8);
    }
    int hash = length;
    for (int at = start; at < end; at++) {
      hash = 31 * hash + from[at];
    }
    int slot = (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (SLOTS - 1);
    byte[] known = bytes[slot];
    String name = names[slot];
    if (name == null || known == null || !Arrays.equals(known, 0, known.length, from, start, end)) {
      name = new String(from, start, length, StandardCharsets.UTF_8);
      bytes[slot] = Arrays.copyOfRange(from, start, end);
      names[slot] = name;
    }
    return name;
  }
}
