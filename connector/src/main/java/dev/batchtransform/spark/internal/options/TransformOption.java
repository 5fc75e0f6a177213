package dev.batchtransform.spark.internal.options;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One option: its name, type, default, bounds and meaning. The constants are in {@link
 * OptionTable}; {@link TransformOptions#get} reads the value of one call.
 *
 * @param <T> type of the option's value
 */
public final class TransformOption<T> {

  /** A value that the option knows but that nothing is built for yet. */
  private record UnbuiltValue<T>(String text, Predicate<T> matches) {}

  private final OptionTopic topic;
  private final String name;
  private final OptionType<T> type;
  private final List<String> aliases;
  private final @Nullable T defaultValue;
  private final String defaultText;
  private final boolean available;
  private final List<UnbuiltValue<T>> unbuiltValues;
  private final String doc;

  private TransformOption(Builder<T> builder, String doc) {
    this.topic = builder.topic;
    this.name = builder.name;
    this.type = builder.type;
    this.aliases = List.copyOf(builder.aliases);
    this.defaultValue = builder.defaultValue;
    this.defaultText = builder.defaultText;
    this.available = builder.available;
    this.unbuiltValues = List.copyOf(builder.unbuiltValues);
    this.doc = doc;
  }

  /** The option's name as it is documented, such as {@code maxPayloadInMB}. */
  public String name() {
    return name;
  }

  /** Other names of the same option. */
  public List<String> aliases() {
    return aliases;
  }

  /** The key that sets the option's default for a Spark session. */
  public String sessionKey() {
    return OptionTable.SESSION_PREFIX + name;
  }

  /** The value that holds when nobody gives one; empty when there is none. */
  public Optional<T> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /** What holds when nobody gives a value: the default as text, or words in Markdown. */
  public String defaultText() {
    return defaultText;
  }

  /** The type's name for users, such as {@code integer}. */
  public String typeName() {
    return type.name();
  }

  /** The allowed values in Markdown, such as {@code 1 to 100}; empty when any value will do. */
  public String bounds() {
    return type.bounds();
  }

  /** What the option means, in Markdown. */
  public String doc() {
    return doc;
  }

  /** Whether the option's feature is built. When it is not, only the default may be given. */
  public boolean available() {
    return available;
  }

  /** Values of an available option that nothing is built for yet, in words. */
  public List<String> unavailableValues() {
    return unbuiltValues.stream().map(UnbuiltValue::text).toList();
  }

  /** The text that, given for this option, means {@code value}. */
  public String format(T value) {
    return type.format(value);
  }

  OptionTopic topic() {
    return topic;
  }

  /**
   * The value that {@code text} means.
   *
   * @throws InvalidOptionException when it means none, or one that is not available yet
   */
  T parse(String text) {
    T value = parseText(text);
    if (!available && !value.equals(defaultValue)) {
      throw new InvalidOptionException(
          "Cannot use option '%s' because it is not available yet. Leave it out.".formatted(name));
    }
    for (UnbuiltValue<T> unbuilt : unbuiltValues) {
      if (unbuilt.matches().test(value)) {
        throw new InvalidOptionException(
            ("Cannot use option '%s' because its value %s is not available yet. Use another one"
                    + " (not available yet: %s; known: %s).")
                .formatted(name, unbuilt.text(), notYet(), bounds().replace("`", "")));
      }
    }
    return value;
  }

  private T parseText(String text) {
    if (text.isBlank()) {
      throw new InvalidOptionException(
          "Cannot use option '%s' because its value is empty. Give it a value or leave it out."
              .formatted(name));
    }
    try {
      return type.parse(text);
    } catch (IllegalArgumentException failure) {
      throw new InvalidOptionException(
          "Cannot use option '%s' because it must be %s: %s."
              .formatted(name, failure.getMessage(), Redaction.shown(name, text)));
    }
  }

  private String notYet() {
    return String.join(", ", unavailableValues());
  }

  @Override
  public String toString() {
    return name;
  }

  /** Declares an option; {@link #doc} ends the declaration and registers the option. */
  static final class Builder<T> {

    private final Consumer<TransformOption<?>> register;
    private final OptionTopic topic;
    private final String name;
    private final OptionType<T> type;
    private final List<String> aliases = new ArrayList<>();
    private final List<UnbuiltValue<T>> unbuiltValues = new ArrayList<>();
    private @Nullable T defaultValue;
    private String defaultText = "none";
    private boolean available = true;

    Builder(
        Consumer<TransformOption<?>> register, OptionTopic topic, String name, OptionType<T> type) {
      this.register = register;
      this.topic = topic;
      this.name = name;
      this.type = type;
    }

    Builder<T> alias(String alias) {
      aliases.add(alias);
      return this;
    }

    Builder<T> defaultsTo(T value) {
      defaultValue = value;
      defaultText = type.format(value);
      return this;
    }

    /** Says in words what holds when no value is given and there is no fixed default. */
    Builder<T> otherwise(String words) {
      defaultText = words;
      return this;
    }

    /** The option's feature is not built: only its default may be given. */
    Builder<T> notAvailableYet() {
      available = false;
      return this;
    }

    /** This value's feature is not built. */
    Builder<T> valueNotAvailableYet(T value) {
      return valuesNotAvailableYet(type.format(value), value::equals);
    }

    /** The feature of all values that match is not built; {@code words} describes them. */
    Builder<T> valuesNotAvailableYet(String words, Predicate<T> matches) {
      unbuiltValues.add(new UnbuiltValue<>(words, matches));
      return this;
    }

    TransformOption<T> doc(String doc) {
      TransformOption<T> option = new TransformOption<>(this, doc);
      register.accept(option);
      return option;
    }
  }
}
