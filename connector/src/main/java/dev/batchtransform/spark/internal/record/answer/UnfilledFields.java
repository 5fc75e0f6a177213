package dev.batchtransform.spark.internal.record.answer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a given type of which no answer has had a value so far. One that stays so to the
 * end is mostly a misspelt name, which JSON takes for a field that is absent.
 */
public final class UnfilledFields {
  private final String[] names;
  private final BitSet unfilled;

  private UnfilledFields(String[] names) {
    this.names = names;
    this.unfilled = new BitSet(names.length);
    unfilled.set(0, names.length);
  }

  /** Those of the topmost object; none of a type that is no struct. */
  static UnfilledFields of(@Nullable DataType given) {
    return new UnfilledFields(
        given instanceof StructType struct ? struct.fieldNames() : new String[0]);
  }

  /**
   * Those of a type that answers do not fill whose fields are known by name; none where the names
   * are data.
   *
   * @param shape what all answers look like
   */
  public static List<String> of(DataType given, AnswerShape shape) {
    boolean namesAreKnown = !shape.isUnbounded() && shape.fieldsTogether().isEmpty();
    if (!(given instanceof StructType struct) || !namesAreKnown || shape.answers() == 0) {
      return List.of();
    }
    List<String> names = new ArrayList<>(List.of(struct.fieldNames()));
    names.removeIf(name -> shape.fields().containsKey(name) && shape.field(name).answers() > 0);
    return List.copyOf(names);
  }

  /** What they mean for the reader of a result, with the cure, after a blank; empty for none. */
  public static String sentence(List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    return " No answer has a value for '%s', which the option 'resultSchema' names: null in every row. If a name is misspelt, read the run again with another resultSchema, which costs nothing."
        .formatted(String.join("', '", names));
  }

  /** Takes an answer, as it was read as the type. */
  void take(@Nullable Object answer) {
    if (!unfilled.isEmpty() && answer instanceof InternalRow row) {
      for (int at = unfilled.nextSetBit(0); at >= 0; at = unfilled.nextSetBit(at + 1)) {
        if (!row.isNullAt(at)) {
          unfilled.clear(at);
        }
      }
    }
  }

  List<String> names() {
    return unfilled.stream().mapToObj(at -> names[at]).toList();
  }
}
