package dev.batchtransform.spark.internal.options;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.text.EditDistance;
import dev.batchtransform.spark.internal.version.Documentation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** From what users type as a name to the documented name. */
final class OptionNames {

  private static final Map<String, TransformOption<?>> BY_LOWER_CASE = byLowerCase();

  private OptionNames() {}

  /**
   * The documented name of {@code key}.
   *
   * @throws InvalidOptionException naming the nearest known option when there is none
   */
  static String canonical(String key) {
    return canonical(key, "");
  }

  /**
   * As {@link #canonical(String)}.
   *
   * @param prefix what was typed before {@code key}, for the message
   */
  static String canonical(String key, String prefix) {
    return find(key)
        .<String>map(TransformOption::name)
        .or(() -> familyMember(key))
        .orElseThrow(() -> unknown(key, prefix));
  }

  /** The option with this name or alias; empty when it is of a family or unknown. */
  static Optional<TransformOption<?>> find(String key) {
    return Optional.ofNullable(BY_LOWER_CASE.get(key.toLowerCase(Locale.ROOT)));
  }

  private static Optional<String> familyMember(String key) {
    return OptionFamily.all().stream().flatMap(f -> f.canonicalName(key).stream()).findFirst();
  }

  private static InvalidOptionException unknown(String key, String prefix) {
    String all = Documentation.page("options.md");
    return new InvalidOptionException(
        nearest(key)
            .map(
                known ->
                    "Unknown option '%s%s'. The nearest known one is '%s%s'; %s lists all."
                        .formatted(prefix, key, prefix, known, all))
            .orElseGet(() -> "Unknown option '%s%s'. All options: %s".formatted(prefix, key, all)));
  }

  /** A name with a dot can only be meant as one of a family, one without mostly as an option. */
  private static Optional<String> nearest(String key) {
    int dot = key.indexOf('.');
    String stem = dot < 0 ? key : key.substring(0, dot);
    Map<String, String> candidates = new LinkedHashMap<>();
    if (dot < 0) {
      OptionTable.all().stream()
          .flatMap(option -> Stream.concat(Stream.of(option.name()), option.aliases().stream()))
          .forEach(name -> candidates.put(name, name));
    }
    for (OptionFamily family : OptionFamily.all()) {
      family.stems().forEach(name -> candidates.put(name, family.name()));
    }
    return EditDistance.nearest(stem, candidates.keySet()).map(candidates::get);
  }

  private static Map<String, TransformOption<?>> byLowerCase() {
    Map<String, TransformOption<?>> names = new LinkedHashMap<>();
    for (TransformOption<?> option : OptionTable.all()) {
      names.put(option.name().toLowerCase(Locale.ROOT), option);
      option.aliases().forEach(alias -> names.put(alias.toLowerCase(Locale.ROOT), option));
    }
    return names;
  }
}
