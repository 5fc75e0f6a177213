package dev.batchtransform.benchmarks.method;

import com.fasterxml.jackson.core.JsonParser;
import dev.batchtransform.spark.internal.record.json.ScannedTokens;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Finding where an answer ends without its values, against Jackson's parser. */
@State(Scope.Thread)
public class StructuralScan {
  private final byte[] json = Numbers.floats();
  private final ScannedTokens tokens = ScannedTokens.withoutNumbers();

  /** Both find the end. */
  @Setup
  public void requireSame() throws IOException {
    if (ours() != json.length || theirs() != json.length) {
      throw new IllegalStateException("They find other ends");
    }
  }

  @Benchmark
  public long ours() throws IOException {
    ScannedTokens scan = Numbers.ours(tokens, json);
    scan.skipChildren();
    return scan.end();
  }

  @Benchmark
  public long theirs() throws IOException {
    try (JsonParser parser = Numbers.theirs(json)) {
      parser.skipChildren();
      return parser.currentLocation().getByteOffset();
    }
  }
}
