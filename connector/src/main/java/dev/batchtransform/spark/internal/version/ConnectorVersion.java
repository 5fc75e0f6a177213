package dev.batchtransform.spark.internal.version;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The connector's version, for the user agent of its requests and for a run's ledger. */
public final class ConnectorVersion {

  private static final String RESOURCE = "version.properties";

  /** Loaded on first use, so that no class of Spark's own start-up depends on it. */
  private static final class Holder {
    static final Properties BUILT = read();
  }

  private ConnectorVersion() {}

  /** The Maven version, such as {@code 0.1.0} or {@code 0.1.0-SNAPSHOT}. */
  public static String current() {
    return Holder.BUILT.getProperty("version");
  }

  /** The project's address on the web, as the build says it; empty when it says none. */
  static String home() {
    return Holder.BUILT.getProperty("home", "");
  }

  private static Properties read() {
    Properties properties = new Properties();
    try (InputStream resource = ConnectorVersion.class.getResourceAsStream(RESOURCE)) {
      properties.load(
          Objects.requireNonNull(
              resource,
              "Cannot tell the connector's version because its jar has no "
                  + RESOURCE
                  + ". Use the published jar as it is."));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return properties;
  }
}
