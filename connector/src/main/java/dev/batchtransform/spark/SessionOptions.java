package dev.batchtransform.spark;

import dev.batchtransform.spark.options.OptionTable;
import dev.batchtransform.spark.options.TransformOptions;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.internal.SQLConf;

/**
 * The session's defaults below a call's options, as Spark itself lays them below those of a data
 * source.
 */
final class SessionOptions {
  private SessionOptions() {}

  static TransformOptions of(Map<String, String> options) {
    Map<String, String> defaults = new HashMap<>();
    Map<String, String> settings = SQLConf.get().settings();
    synchronized (settings) {
      settings.forEach(
          (key, value) -> {
            if (key.startsWith(OptionTable.SESSION_PREFIX)) {
              defaults.put(key.substring(OptionTable.SESSION_PREFIX.length()), value);
            }
          });
    }
    return TransformOptions.parse(options, defaults);
  }
}
