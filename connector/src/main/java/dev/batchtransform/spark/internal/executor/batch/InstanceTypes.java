package dev.batchtransform.spark.internal.executor.batch;

import dev.batchtransform.spark.internal.aws.TransformRequestModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known of SageMaker's instance types for transform jobs. */
final class InstanceTypes {

  private static final Pattern TYPE = Pattern.compile("ml\\.([a-z][a-z0-9-]*)\\.([a-z0-9]+)");

  /** Families whose name tells of local disks: c5d, m5dn, r6id, ... */
  private static final Pattern DISK_FAMILY = Pattern.compile("[cmrx]\\d+[a-z]*d[a-z]*");

  private static final Set<String> MORE_DISK_FAMILIES =
      Set.of(
          "g4dn", "g4ad", "g5", "g6", "g6e", "gr6", "i3", "i3en", "i4i", "p3dn", "p4d", "p4de",
          "p5", "p5e", "p5en", "trn1", "trn1n", "trn2");

  private InstanceTypes() {}

  /**
   * Why no transform job can run on instances of this type. A family that this version does not
   * know is let through, since SageMaker adds families faster than connectors are released.
   */
  static Optional<String> problem(String type) {
    Matcher parts = TYPE.matcher(type);
    List<String> sizes = parts.matches() ? sizes(parts.group(1)) : List.of();
    return sizes.isEmpty() || sizes.contains(type)
        ? Optional.empty()
        : Optional.of("of this family SageMaker has " + String.join(", ", sizes));
  }

  /** Whether instances of this type have local disks, which are encrypted by their own hardware. */
  static boolean haveLocalDisks(String type) {
    Matcher parts = TYPE.matcher(type);
    return parts.matches()
        && (MORE_DISK_FAMILIES.contains(parts.group(1))
            || DISK_FAMILY.matcher(parts.group(1)).matches());
  }

  private static List<String> sizes(String family) {
    return TransformRequestModel.instanceTypes().stream()
        .filter(known -> known.startsWith("ml." + family + "."))
        .toList();
  }
}
