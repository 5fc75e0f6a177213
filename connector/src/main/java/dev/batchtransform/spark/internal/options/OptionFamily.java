package dev.batchtransform.spark.internal.options;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
          "text",
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
          "text",
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
          "JSON",
          "<Field>",
          List.of("createTransformJob"),
          "a JSON object, or text; quotes around text may be left out",
          "A field of SageMaker's CreateTransformJob that no option sets: "
              + TransformJobField.openPaths().stream()
                  .collect(Collectors.joining("`, `", "`", "`.")),
          TransformJobField::canonicalPath,
          TransformJobField::check);

  /** Prices of instances. */
  public static final OptionFamily PRICES =
      new OptionFamily(
          OptionTopic.COST,
          "price",
          "decimal",
          "<instanceType>",
          List.of("prices"),
          "greater than 0",
          "Price in USD per hour of one instance, instead of the one in the jar's table.",
          free -> free.toLowerCase(Locale.ROOT),
          FamilyRules::price);

  private static final List<OptionFamily> ALL = List.of(ENVIRONMENT, TAGS, TRANSFORM_JOB, PRICES);

  /** Refuses a free part or a value. */
  interface Check {
    void check(String name, String free, String value);
  }

  private final OptionTopic topic;
  private final String stem;
  private final String typeName;
  private final String placeholder;
  private final List<String> nearStems;
  private final String bounds;
  private final String doc;
  private final UnaryOperator<String> canonicalFree;
  private final Check check;

  private OptionFamily(
      OptionTopic topic,
      String stem,
      String typeName,
      String placeholder,
      List<String> nearStems,
      String bounds,
      String doc,
      UnaryOperator<String> canonicalFree,
      Check check) {
    this.topic = topic;
    this.stem = stem;
    this.typeName = typeName;
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

  /** The name of the values' type for users. */
  public String typeName() {
    return typeName;
  }

  /** What the family is for, in Markdown. */
  public String doc() {
    return doc;
  }

  /** The allowed values in Markdown. */
  public String bounds() {
    return bounds;
  }

  OptionTopic topic() {
    return topic;
  }

  /** The family's stem, and words that people write instead. */
  List<String> stems() {
    return Stream.concat(Stream.of(stem), nearStems.stream()).toList();
  }

  /** The documented form of {@code key}; empty when it is not of this family. */
  Optional<String> canonicalName(String key) {
    boolean member = key.regionMatches(true, 0, prefix(), 0, prefix().length());
    return member
        ? Optional.of(prefix() + canonicalFree.apply(key.substring(prefix().length())))
        : Optional.empty();
  }

  /** Whether a documented name is of this family. */
  boolean contains(String name) {
    return name.startsWith(prefix());
  }

  /** Refuses a member whose free part or value SageMaker would not take. */
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
