package dev.batchtransform.emulator.shape;

import dev.batchtransform.emulator.shape.Scalar.Blob;
import dev.batchtransform.emulator.shape.Scalar.OneOf;
import dev.batchtransform.emulator.shape.Scalar.Text;
import dev.batchtransform.emulator.shape.Scalar.Whole;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Where the emulator takes other values than AWS's API models say, by the shape's name. */
final class ModelAmendments {

  static final Map<String, UnaryOperator<Shape>> NONE = Map.of();

  static final Map<String, UnaryOperator<Shape>> SAGEMAKER =
      Map.of(
          // "cannot be greater than 100 MB" (API reference of CreateTransformJob)
          "MaxPayloadInMB", atMost(100),
          // The developer guide's table of execution parameters allows 1 to 100.
          "MaxConcurrentTransforms", atMost(100),
          // "the maximum is 100" (API reference of TransformResources)
          "TransformInstanceCount", atMost(100),
          // AWS adds types; one that is younger than the model needs no release of ours.
          "TransformInstanceType", orMatching("ml\\.(?!t\\d)[a-z]+\\d+[a-z]*\\.\\d*x?large"),
          "ProductionVariantInstanceType", orMatching("ml\\.[a-z]+\\d+[a-z]*\\.\\w+"),
          // Images name containers by address or command here: one may hold spaces and be long.
          "ContainerImage", text(0, 32_768, "\\S+|(?s)exec:.+"));

  static final Map<String, UnaryOperator<Shape>> RUNTIME =
      Map.of(
          // How much an endpoint takes is a setting.
          "BodyBlob", published -> new Blob(0, Integer.MAX_VALUE));

  private ModelAmendments() {}

  private static UnaryOperator<Shape> atMost(long max) {
    return published -> new Whole(((Whole) published).min(), max);
  }

  private static UnaryOperator<Shape> orMatching(String more) {
    return published -> new OneOf(((OneOf) published).values(), Optional.of(Pattern.compile(more)));
  }

  private static UnaryOperator<Shape> text(int min, int max, String pattern) {
    return published -> new Text(min, max, Optional.of(Pattern.compile(pattern)));
  }
}
