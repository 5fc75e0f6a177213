package dev.batchtransform.spark.internal.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * A value as bytes. Spark passes task results and the data of a job through the serializer that the
 * user has chosen. Kryo, the usual choice, knows neither Java's records nor its immutable lists,
 * and may be told to refuse every class that nobody has registered; bytes it always takes.
 */
public final class Parcel {
  private Parcel() {}

  /**
   * Makes bytes of a value.
   *
   * @throws IllegalStateException when something in it cannot be serialized
   */
  public static byte[] pack(Serializable value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException failure) {
      throw new IllegalStateException("Cannot serialize a " + value.getClass().getName(), failure);
    }
    return bytes.toByteArray();
  }

  /**
   * The value that {@link #pack} was given. Classes are looked up where this class is loaded from,
   * wherever Spark has put the connector's jar.
   */
  public static Object unpack(byte[] bytes) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read what a driver or a task has sent", failure);
    } catch (ClassNotFoundException failure) {
      throw new IllegalStateException(
          "Driver and executors have different versions of the connector's jar. Give both the same.",
          failure);
    }
  }
}
