package dev.batchtransform.emulator;

import java.util.function.Function;

/**
 * A setting of the emulator's own.
 *
 * @param name its key, which starts with {@code emulator.}
 * @param defaultText its default as it would be written
 * @param doc what it means
 * @param parser reads a value; throws {@code RuntimeException} when it cannot
 */
record SettingKey<T>(String name, String defaultText, String doc, Function<String, T> parser) {

  T parse(String text) {
    try {
      return parser.apply(text);
    } catch (RuntimeException failure) {
      throw new IllegalArgumentException(
          "Cannot set %s to '%s'. It is %s Default: %s".formatted(name, text, doc, defaultText),
          failure);
    }
  }
}
