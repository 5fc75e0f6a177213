package dev.batchtransform.emulator.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSONPath of SageMaker's subset beside what it means, so that nothing here parses one.
 *
 * @param path as a request spells it
 * @param meaning takes a value to what is selected of it
 */
record Filter(String path, Meaning meaning) {

  /** Selects; throws {@link NoOutputException} where the path leads nowhere. */
  @FunctionalInterface
  interface Meaning {
    @Nullable Object select(@Nullable Object value);
  }

  static final Filter ALL = new Filter("$", value -> value);

  /** Those for objects. */
  static final List<Filter> OF_JSON =
      List.of(
          ALL,
          new Filter("$.b", value -> member(value, "b")),
          new Filter("$['b']", value -> member(value, "b")),
          new Filter("$.b.c", value -> member(member(value, "b"), "c")),
          new Filter("$['id','B']", value -> members(value, "id", "B")),
          new Filter("$['id','SageMakerOutput']", value -> members(value, "id", "SageMakerOutput")),
          new Filter("$.SageMakerOutput", value -> member(value, "SageMakerOutput")),
          new Filter("$.b[0]", value -> column(member(value, "b"), 0)));

  /** Those for rows of columns. */
  static final List<Filter> OF_COLUMNS =
      List.of(
          ALL,
          new Filter("$[0]", value -> column(value, 0)),
          new Filter("$[-1]", value -> column(value, -1)),
          new Filter("$[0,-1]", value -> List.of(column(value, 0), column(value, -1))),
          new Filter("$[1:]", value -> array(value).subList(Math.min(1, size(value)), size(value))),
          // The guide has the end of a slice belong to it.
          new Filter("$[0:1]", value -> array(value).subList(0, Math.min(2, size(value)))));

  boolean selectsAll() {
    return path.equals("$");
  }

  @Nullable Object select(@Nullable Object value) {
    return meaning.select(value);
  }

  private static @Nullable Object member(@Nullable Object value, String name) {
    if (value instanceof Map<?, ?> object && object.containsKey(name)) {
      return object.get(name);
    }
    throw new NoOutputException();
  }

  private static Object members(@Nullable Object value, String... names) {
    Map<String, @Nullable Object> members = new TreeMap<>();
    for (String name : names) {
      members.put(name, member(value, name));
    }
    return members;
  }

  private static Object column(@Nullable Object value, int index) {
    int position = index < 0 ? size(value) + index : index;
    if (position < 0 || position >= size(value)) {
      throw new NoOutputException();
    }
    return array(value).get(position);
  }

  private static int size(@Nullable Object value) {
    return array(value).size();
  }

  private static List<Object> array(@Nullable Object value) {
    if (value instanceof List<?> array) {
      return new ArrayList<>(array);
    }
    throw new NoOutputException();
  }
}
