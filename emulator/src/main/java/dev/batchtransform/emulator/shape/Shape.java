package dev.batchtransform.emulator.shape;

import java.util.List;
import java.util.Optional;

/**
 * What a value in a request or an answer may be. Shapes refer to others by name, as in AWS's API
 * models, since one may hold itself.
 */
public sealed interface Shape permits Shape.Structure, Shape.Items, Shape.Entries, Scalar {

  /**
   * An object. Members that it does not name are ignored, as AWS does.
   *
   * @param isUnion whether exactly one member must be there
   */
  record Structure(List<Member> members, boolean isUnion) implements Shape {}

  /**
   * A member of a structure.
   *
   * @param header the HTTP header that carries it; empty where it is in the body or the path
   */
  record Member(String name, String shape, boolean required, Optional<String> header) {}

  /** A list of {@code min} to {@code max} values. */
  record Items(String member, int min, int max) implements Shape {}

  /** A map of {@code min} to {@code max} entries. */
  record Entries(String key, String value, int min, int max) implements Shape {}
}
