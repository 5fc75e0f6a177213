package dev.batchtransform.benchmarks.method;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.batchtransform.spark.internal.record.json.ScannedTokens;
import java.io.IOException;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An answer of as many numbers as an embedding has, and the ways through it. */
final class Numbers {
  static final int COUNT = 384;

  private static final JsonFactory JACKSON = new JsonFactory();

  private Numbers() {}

  /** Floats as a model prints them. */
  static byte[] floats() {
    Random random = new Random(1);
    return array(random.doubles(COUNT).mapToObj(each -> Float.toString((float) (each - 0.5))));
  }

  /** Doubles with all their digits. */
  static byte[] doubles() {
    Random random = new Random(1);
    return array(random.doubles(COUNT).mapToObj(each -> Double.toString(each - 0.5)));
  }

  private static byte[] array(Stream<String> numbers) {
    return numbers.collect(Collectors.joining(", ", "[", "]")).getBytes(UTF_8);
  }

  /** At the first token of {@code json}. */
  static ScannedTokens ours(ScannedTokens tokens, byte[] json) throws IOException {
    tokens.begin(json, 0, json.length, true, 1);
    requireStart(tokens.nextToken());
    return tokens;
  }

  /** At the first token of {@code json}. */
  static JsonParser theirs(byte[] json) throws IOException {
    JsonParser parser = JACKSON.createParser(json);
    requireStart(parser.nextToken());
    return parser;
  }

  private static void requireStart(@Nullable JsonToken token) {
    if (token != JsonToken.START_ARRAY) {
      throw new IllegalStateException("No array, but " + token);
    }
  }
}
