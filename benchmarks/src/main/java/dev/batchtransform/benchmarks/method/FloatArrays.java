package dev.batchtransform.benchmarks.method;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.batchtransform.spark.internal.record.json.ScannedTokens;
import java.io.IOException;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reading an array of floats, against Jackson's parser. */
@State(Scope.Thread)
public class FloatArrays {
  private final byte[] json = Numbers.floats();
  private final float[] read = new float[Numbers.COUNT];
  private final ScannedTokens tokens = ScannedTokens.ofValues();

  /** Both read the same. */
  @Setup
  public void requireSame() throws IOException {
    if (!Arrays.equals(ours().clone(), theirs())) {
      throw new IllegalStateException("They read other numbers");
    }
  }

  @Benchmark
  public float[] ours() throws IOException {
    if (Numbers.ours(tokens, json).nextFloats(read, 0) != read.length) {
      throw new IllegalStateException("Not all were read");
    }
    return read;
  }

  @Benchmark
  public float[] theirs() throws IOException {
    try (JsonParser parser = Numbers.theirs(json)) {
      int count = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        read[count++] = parser.getFloatValue();
      }
      return read;
    }
  }
}
