package dev.batchtransform.spark.internal.record;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an entry of {@code inputColumns} means that is not simply a column's name: {@code title as
 * inputs}, {@code address.city}, {@code address.`zip code` as zip}.
 *
 * @param path the column, and the fields down from it
 * @param name what it is called in the record
 */
public record SentColumn(List<String> path, String name) {

  private static final String PART = "`(?:[^`]|``)+`|[^.`]+?";
  private static final Pattern PARTS = Pattern.compile(PART.replace("+?", "+"));
  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*(?<path>(?:%s)(?:\\.(?:%s))*)(?:\\s+(?i:as)\\s+(?<name>`(?:[^`]|``)+`|[^`]+))?\\s*"
              .formatted(PART, PART));
  private static final Pattern PLAIN = Pattern.compile("\\w+");

  public SentColumn {
    path = List.copyOf(path);
  }

  /** Reads an entry; one that is of no such form is taken for the name of a column. */
  public static SentColumn parse(String entry) {
    Matcher matcher = ENTRY.matcher(entry);
    if (!matcher.matches()) {
      return new SentColumn(List.of(entry), entry);
    }
    List<String> path =
        PARTS
            .matcher(matcher.group("path"))
            .results()
            .map(MatchResult::group)
            .map(SentColumn::unquoted)
            .toList();
    String name = matcher.group("name");
    return new SentColumn(path, name == null ? path.get(path.size() - 1) : unquoted(name.strip()));
  }

  /** An entry that {@link #parse} reads as this, and that is the name of no column. */
  String entry(ColumnNames columns) {
    String plain = entry(part -> PLAIN.matcher(part).matches() ? part : quoted(part));
    return columns.contains(plain) ? entry(SentColumn::quoted) : plain;
  }

  private String entry(UnaryOperator<String> quoting) {
    String from = path.stream().map(quoting).collect(Collectors.joining("."));
    boolean named = name.equals(path.get(path.size() - 1));
    return named ? from : from + " as " + quoting.apply(name);
  }

  /** The expression that selects it, under its name. */
  public String asSql() {
    String from = path.stream().map(SentColumn::quoted).collect(Collectors.joining("."));
    return from + " AS " + quoted(name);
  }

  /** A name as Spark's SQL reads it, whatever it is made of. */
  public static String quoted(String part) {
    return "`" + part.replace("`", "``") + "`";
  }

  private static String unquoted(String part) {
    String text = part.strip();
    return text.startsWith("`") ? text.substring(1, text.length() - 1).replace("``", "`") : text;
  }
}
