package dev.batchtransform.emulator;

import java.util.HashMap;
import java.util.Map;

/** What is set; everything else has its default. */
final class SettingValues {

  private final Map<String, String> texts = new HashMap<>();

  /** Sets a value that its key can read. */
  <T> void set(SettingKey<T> key, String text) {
    T unused = key.parse(text);
    texts.put(key.name(), text);
  }

  <T> T get(SettingKey<T> key) {
    return key.parse(texts.getOrDefault(key.name(), key.defaultText()));
  }
}
