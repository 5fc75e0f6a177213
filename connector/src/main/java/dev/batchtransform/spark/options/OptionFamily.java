package dev.batchtransform.spark.options;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A family of options whose name has a free part: {@code env.<NAME>}, {@code tag.<KEY>}, {@code
 * transformJob.<Field>}, {@code price.<instanceType>}. The part before the dot is read without
 * regard to case; the free part keeps its case.
 */
public final class OptionFamily {

  /** Environment of the model's container. */
  public static final OptionFamily ENVIRONMENT =
      new OptionFamily(
          OptionTopic.PASS_THROUGH,
          "env",
          "<NAME>",
          List.of("environment"),
          "up to 16; value up to 10240 characters",
          "A variable in the environment of the model's container. Values are never logged.",
          UnaryOperator.identity(),
          FamilyRules::environment);

  /** AWS tags of the transform jobs. */
  public static final OptionFamily TAGS =
      new OptionFamily(
          OptionTopic.PASS_THROUGH,
          "tag",
          "<KEY>",
          List.of("tags"),
          "up to 50; key up to 128, value up to 256 characters",
          "An AWS tag of every transform job of the run.",
          UnaryOperator.identity(),
          FamilyRules::tag);

  /** Fields of CreateTransformJob that no option sets. */
  public static final OptionFamily TRANSFORM_JOB =
      new OptionFamily(
          OptionTopic.PASS_THROUGH,
          "transformJob",
          "<Field>",
          List.of("createTransformJob"),
          "JSON; a bare word is text",
          "A field of SageMaker's CreateTransformJob that no option sets: "
              + String.join(", ", TransformJobField.openPaths())
              + ".",
          TransformJobField::canonicalPath,
          TransformJobField::check);

  /** Prices of instances. */
  public static final OptionFamily PRICES =
      new OptionFamily(
          OptionTopic.COST,
          "price",
          "<instanceType>",
          List.of("prices"),
          "USD, greater than 0",
          "Price of one hour of one instance, in place of the one in the jar's table.",
          free -> free.toLowerCase(Locale.ROOT),
          FamilyRules::price);

  private static final List<OptionFamily> ALL = List.of(ENVIRONMENT, TAGS, TRANSFORM_JOB, PRICES);

  /** Refuses a free part or a value. */
  interface Check {
    void check(String name, String free, String value);
  }

  private final OptionTopic topic;
  private final String stem;
  private final String placeholder;
  private final List<String> nearStems;
  private final String bounds;
  private final String doc;
  private final UnaryOperator<String> canonicalFree;
  private final Check check;

  private OptionFamily(
      OptionTopic topic,
      String stem,
      String placeholder,
      List<String> nearStems,
      String bounds,
      String doc,
      UnaryOperator<String> canonicalFree,
      Check check) {
    this.topic = topic;
    this.stem = stem;
    this.placeholder = placeholder;
    this.nearStems = nearStems;
    this.bounds = bounds;
    this.doc = doc;
    this.canonicalFree = canonicalFree;
    this.check = check;
  }

  /** All families, in the order of the documentation. */
  public static List<OptionFamily> all() {
    return ALL;
  }

  /** The family's form, such as {@code env.<NAME>}. */
  public String name() {
    return prefix() + placeholder;
  }

  /** What the names of the family start with, such as {@code env.}. */
  public String prefix() {
    return stem + ".";
  }

  /** What the family is for, for users. */
  public String doc() {
    return doc;
  }

  /** The allowed values for users. */
  public String bounds() {
    return bounds;
  }

  OptionTopic topic() {
    return topic;
  }

  /** The family's stem, and words that people write instead. */
  List<String> stems() {
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(stem), nearStems.stream())
        .toList();
  }

  /** The documented form of {@code key}; empty when it is not of this family. */
  Optional<String> canonicalName(String key) {
    boolean member = key.regionMatches(true, 0, prefix(), 0, prefix().length());
    return member
        ? Optional.of(prefix() + canonicalFree.apply(key.substring(prefix().length())))
        : Optional.empty();
  }

  Predicate<String> contains() {
    return name -> name.startsWith(prefix());
  }

  void validate(String name, String value) {
    String free = name.substring(prefix().length());
    if (free.isEmpty()) {
      throw new InvalidOptionException(
          "Cannot use option '%s' because nothing follows '%s'. Write %s."
              .formatted(name, prefix(), name()));
    }
    check.check(name, free, value);
  }

  @Override
  public String toString() {
    return name();
  }
}
