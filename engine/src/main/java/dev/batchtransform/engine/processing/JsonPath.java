package dev.batchtransform.engine.processing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The part of JSONPath that SageMaker's filters know: {@code $}, {@code .name}, {@code *}, {@code
 * ['a','b']}, {@code [0,-1]} (a negative index counts from the end) and {@code [1:4]}. As
 * SageMaker's guide has it, the end of a slice belongs to it.
 *
 * <p>One name or index selects that value; several names select an object, several indexes, a slice
 * or {@code *} an array. What is not there is an error; a slice ends where the array does.
 */
final class JsonPath {

  private final String text;
  private final List<Step> steps;

  private JsonPath(String text, List<Step> steps) {
    this.text = text;
    this.steps = steps;
  }

  /** A step down from a value. */
  sealed interface Step {
    /** Whether it selects several values; nothing can follow it then. */
    boolean several();
  }

  record Names(List<String> names) implements Step {
    @Override
    public boolean several() {
      return names.size() > 1;
    }
  }

  record Indexes(List<Integer> indexes) implements Step {
    @Override
    public boolean several() {
      return indexes.size() > 1;
    }
  }

  /** From the first to the last index, both included; null is the array's own first or last. */
  record Slice(@Nullable Integer first, @Nullable Integer last) implements Step {
    @Override
    public boolean several() {
      return true;
    }
  }

  record Everything() implements Step {
    @Override
    public boolean several() {
      return true;
    }
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException when it is longer than 63 characters or not of this language
   */
  static JsonPath parse(String text) {
    return new JsonPath(text, new JsonPathParser(text).steps());
  }

  /** Whether it is {@code $}, which selects the value itself. */
  boolean isRoot() {
    return steps.isEmpty();
  }

  /** Refuses names, since the columns of CSV have none. */
  void requireColumns() {
    if (steps.stream().anyMatch(Names.class::isInstance)) {
      throw new IllegalArgumentException(
          "Cannot use the filter "
              + text
              + " on text/csv because columns have no names. Select them by position, as in"
              + " $[0,-1] or $[1:].");
    }
  }

  /** The selected value. */
  @Nullable Object select(@Nullable Object value) throws DataProcessingException {
    Object selected = value;
    for (Step step : steps) {
      selected = select(selected, step);
    }
    return selected;
  }

  private @Nullable Object select(@Nullable Object value, Step step)
      throws DataProcessingException {
    if (step instanceof Names names) {
      return members(value, names);
    }
    if (step instanceof Indexes indexes) {
      return elements(array(value), indexes);
    }
    if (step instanceof Slice slice) {
      return slice(array(value), slice);
    }
    return value instanceof Map<?, ?> object ? new ArrayList<>(object.values()) : array(value);
  }

  private @Nullable Object members(@Nullable Object value, Names names)
      throws DataProcessingException {
    if (!(value instanceof Map<?, ?> object)) {
      throw cannotApply("there is no object to take a name from");
    }
    Map<String, @Nullable Object> members = new TreeMap<>();
    for (String name : names.names()) {
      if (!object.containsKey(name)) {
        throw cannotApply("there is no '" + name + "'");
      }
      members.put(name, object.get(name));
    }
    return names.several() ? members : members.get(names.names().get(0));
  }

  private @Nullable Object elements(List<?> array, Indexes indexes) throws DataProcessingException {
    List<@Nullable Object> elements = new ArrayList<>();
    for (int index : indexes.indexes()) {
      int position = fromStart(index, array);
      if (position < 0 || position >= array.size()) {
        throw cannotApply("there is no index " + index + " among " + array.size() + " values");
      }
      elements.add(array.get(position));
    }
    return indexes.several() ? elements : elements.get(0);
  }

  private static List<?> slice(List<?> array, Slice slice) {
    int first = slice.first() == null ? 0 : Math.max(0, fromStart(slice.first(), array));
    int last = slice.last() == null ? array.size() - 1 : fromStart(slice.last(), array);
    int end = Math.min(last + 1, array.size());
    return first < end ? array.subList(first, end) : List.of();
  }

  private static int fromStart(int index, List<?> array) {
    return index < 0 ? array.size() + index : index;
  }

  private List<?> array(@Nullable Object value) throws DataProcessingException {
    if (value instanceof List<?> array) {
      return array;
    }
    throw cannotApply("there is no array to take an index from");
  }

  private DataProcessingException cannotApply(String why) {
    return new DataProcessingException("Cannot apply the filter " + text + " because " + why + ".");
  }

  @Override
  public String toString() {
    return text;
  }
}
