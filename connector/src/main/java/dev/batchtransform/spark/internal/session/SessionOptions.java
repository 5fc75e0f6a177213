package dev.batchtransform.spark.internal.session;

import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;

/**
 * A call's options over the session's defaults {@code spark.datasource.sagemaker.<option>}. Spark's
 * own {@code SessionConfigSupport} merges by the letter, so that a session's {@code stagingPath}
 * and a call's {@code path} would contradict each other.
 */
public final class SessionOptions {
  private SessionOptions() {}

  /**
   * The options of a call.
   *
   * @param options as the call gives them, in their own case
   */
  public static TransformOptions of(Map<String, String> options) {
    Map<String, String> defaults = new HashMap<>();
    Map<String, String> settings = conf().settings();
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

  /**
   * The session's configuration. {@code SQLConf.get()} alone knows no session in a thread that is
   * older than the session, such as one of a pool, although such a thread can use the session.
   */
  public static SQLConf conf() {
    return SparkSession.getActiveSession().isDefined()
            || !SparkSession.getDefaultSession().isDefined()
        ? SQLConf.get()
        : SparkSession.active().sessionState().conf();
  }
}
