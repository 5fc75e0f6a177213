package dev.batchtransform.spark.internal.options;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import java.io.Serializable;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * The typed, validated options of one call. An instance holds only what the caller gave; defaults
 * are read from the table.
 */
public final class TransformOptions implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Documented name to text as given, sorted by name. */
  private final SortedMap<String, String> given;

  private TransformOptions(SortedMap<String, String> given) {
    this.given = given;
  }

  /**
   * Reads and checks the options of one call. Names are read without regard to case; the free part
   * of a family's name ({@code env.<NAME>}) keeps its case.
   *
   * @throws InvalidOptionException when a name is unknown, a value is out of bounds or not
   *     available yet, or two options contradict each other
   */
  public static TransformOptions parse(Map<String, String> options) {
    TransformOptions parsed = new TransformOptions(canonical(options, ""));
    parsed.given.forEach(TransformOptions::checkValue);
    OptionRules.check(parsed);
    return parsed;
  }

  /**
   * As {@link #parse(Map)}, where an option that the call does not give comes from the session.
   *
   * @param options what the call gives; wins, under whichever of an option's names
   * @param sessionDefaults what the session gives, names without {@link OptionTable#SESSION_PREFIX}
   */
  public static TransformOptions parse(
      Map<String, String> options, Map<String, String> sessionDefaults) {
    Map<String, String> call = canonical(options, "");
    Map<String, String> merged = new TreeMap<>(call);
    sessionDefaults.forEach(
        (key, value) -> {
          if (!call.containsKey(OptionNames.canonical(key, OptionTable.SESSION_PREFIX))) {
            checkDefault(key, value);
          }
        });
    canonical(sessionDefaults, OptionTable.SESSION_PREFIX).forEach(merged::putIfAbsent);
    return parse(merged);
  }

  /**
   * The option's value, or its default.
   *
   * @throws InvalidOptionException when there is neither
   */
  public <T> T get(TransformOption<T> option) {
    return find(option).orElseThrow(() -> missing(option));
  }

  /** The option's value, or its default, or empty when there is neither. */
  public <T> Optional<T> find(TransformOption<T> option) {
    String text = given.get(option.name());
    return text == null ? option.defaultValue() : Optional.of(option.parse(text));
  }

  /** Whether the caller gave the option. */
  public boolean isSet(TransformOption<?> option) {
    return given.containsKey(option.name());
  }

  /** The container's environment: {@code env.<NAME>}, by name. */
  public Map<String, String> environment() {
    return members(OptionFamily.ENVIRONMENT, (name, text) -> text);
  }

  /** AWS tags: {@code tag.<KEY>}, by key. */
  public Map<String, String> tags() {
    return members(OptionFamily.TAGS, (name, text) -> text);
  }

  /**
   * Further fields of CreateTransformJob: {@code transformJob.<Field>}, by field (with a dot
   * between levels, as in {@code TransformResources.TransformAmiVersion}), each value as JSON text.
   */
  public Map<String, String> transformJobFields() {
    return members(OptionFamily.TRANSFORM_JOB, TransformJobField::toJson);
  }

  /**
   * Who sends what is not small: the option {@code executor}, or, where that is {@code auto}, the
   * one that it leaves open.
   */
  public ExecutorKind executorOfLargeData() {
    ExecutorKind given = get(OptionTable.EXECUTOR);
    if (given != ExecutorKind.AUTO) {
      return given;
    }
    return isSet(OptionTable.ENDPOINT_NAME) && !isSet(OptionTable.MODEL)
        ? ExecutorKind.ASYNC
        : ExecutorKind.BATCH_TRANSFORM;
  }

  /**
   * A filter of {@code transformJob.DataProcessing}, such as {@code $.text}.
   *
   * @param field {@code InputFilter} or {@code OutputFilter}
   */
  public Optional<String> dataProcessingFilter(String field) {
    return Optional.ofNullable(
        members(OptionFamily.TRANSFORM_JOB, TransformJobField::toText)
            .get("DataProcessing." + field));
  }

  /** Whether SageMaker filters records and answers, or joins them. */
  public boolean hasDataProcessing() {
    return get(OptionTable.JOIN) == JoinMode.RECORD || OptionRules.hasFilters(this);
  }

  /** USD per hour of one instance: {@code price.<instanceType>}, by instance type. */
  public Map<String, Double> prices() {
    return members(OptionFamily.PRICES, (name, text) -> FamilyRules.parsePrice(text));
  }

  /**
   * What the caller gave, by documented name, sorted. Holds secrets: show {@link #asRedactedMap}.
   */
  public Map<String, String> asMap() {
    return Collections.unmodifiableSortedMap(given);
  }

  /** As {@link #asMap}, with values hidden that may be secret. */
  public Map<String, String> asRedactedMap() {
    SortedMap<String, String> shown = new TreeMap<>(given);
    shown.replaceAll(Redaction::shown);
    return Collections.unmodifiableSortedMap(shown);
  }

  /** These options with this value, where theirs is another one. */
  public <T> TransformOptions with(TransformOption<T> option, T value) {
    return find(option).filter(value::equals).isPresent()
        ? this
        : with(option.name(), option.format(value));
  }

  /** These options with one more, or with another value for one of them. */
  public TransformOptions with(String name, String value) {
    Map<String, String> changed = new HashMap<>(given);
    changed.put(OptionNames.canonical(name), value);
    return parse(changed);
  }

  /** These options, and what the format of the records says of those that are not given. */
  public TransformOptions withRecordDefaults() {
    Map<String, String> changed = RecordDefaults.of(this);
    if (changed.isEmpty()) {
      return this;
    }
    changed.putAll(given);
    return parse(changed);
  }

  /**
   * Checks that they do not name several runs, as those of a read may.
   *
   * @throws InvalidOptionException when they do
   */
  public TransformOptions requireOneRun() {
    find(OptionTable.RUN_ID).ifPresent(OptionRules::requireOneRun);
    return this;
  }

  /**
   * Checks that everything is given that a write with the chosen executor needs.
   *
   * @return these options
   * @throws InvalidOptionException naming the missing option
   */
  public TransformOptions requireForWriting() {
    OptionRules.checkForWriting(this);
    return this;
  }

  /** The options by name; values of the environment and other secrets are hidden. */
  @Override
  public String toString() {
    return "TransformOptions" + asRedactedMap();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TransformOptions that && given.equals(that.given);
  }

  @Override
  public int hashCode() {
    return given.hashCode();
  }

  /**
   * Options by their documented names.
   *
   * @param prefix what was typed before each name, for messages
   */
  private static SortedMap<String, String> canonical(Map<String, String> options, String prefix) {
    SortedMap<String, String> given = new TreeMap<>();
    Map<String, String> typed = new HashMap<>();
    options.forEach(
        (key, value) -> {
          String name = OptionNames.canonical(key, prefix);
          // Python's None arrives as null; it is not a value either.
          String text = value == null ? "" : value;
          String before = given.put(name, text);
          String keyBefore = typed.put(name, key);
          if (before != null && !before.equals(text)) {
            throw new InvalidOptionException(
                ("Cannot use option '%s' because it is given twice with different values, as '%s'"
                        + " and '%s'. Give it once.")
                    .formatted(name, prefix + keyBefore, prefix + key));
          }
        });
    return given;
  }

  /** The option's name alone would send people to look for it in a call that does not give it. */
  private static void checkDefault(String key, String text) {
    try {
      checkValue(OptionNames.canonical(key), text);
    } catch (InvalidOptionException failure) {
      throw new InvalidOptionException(
          "%s The session gives it, as '%s%s'."
              .formatted(failure.getMessage(), OptionTable.SESSION_PREFIX, key));
    }
  }

  private static void checkValue(String name, String text) {
    OptionNames.find(name)
        .ifPresentOrElse(
            option -> option.parse(text),
            () ->
                OptionFamily.all().stream()
                    .filter(family -> family.contains(name))
                    .forEach(family -> family.validate(name, text)));
  }

  private <V> SortedMap<String, V> members(
      OptionFamily family, BiFunction<String, String, V> value) {
    SortedMap<String, V> members = new TreeMap<>();
    given.forEach(
        (name, text) -> {
          if (family.contains(name)) {
            members.put(name.substring(family.prefix().length()), value.apply(name, text));
          }
        });
    return Collections.unmodifiableSortedMap(members);
  }

  private static InvalidOptionException missing(TransformOption<?> option) {
    return new InvalidOptionException(
        "Missing option '%s'. %s".formatted(option.name(), howToGive(option)));
  }

  /** What to do about an option that is missing. */
  static String howToGive(TransformOption<?> option) {
    return "Give it with .option(\"%s\", ...), or for the whole session with %s."
        .formatted(option.name(), option.sessionKey());
  }
}
