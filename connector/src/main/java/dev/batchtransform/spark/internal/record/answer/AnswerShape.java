package dev.batchtransform.spark.internal.record.answer;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the values at one place of a run's answers: in how many answers there is a value
 * of which kind, and the same of the places below. It is counted over answers rather than values,
 * so that one long answer outweighs no other. Shapes add up: neither the order of the answers nor
 * how they lie in files and waves matters.
 *
 * <p>It stays small whatever the answers are. An object with more than {@value #MOST_NAMES} names
 * has keys that are data: from then on its fields are one place. Shapes that get too large all the
 * same know no places below the topmost one.
 */
public final class AnswerShape {

  /** Names of one object; with more of them they are taken for data. */
  static final int MOST_NAMES = 1_000;

  /** Places of a whole shape, where a long name counts for several. About 1 MB as text. */
  static final int MOST_PLACES = 10_000;

  private static final int LENGTH_OF_A_NAME = 32;

  /** The kinds of values that no type holds together, but a string. */
  enum Family {
    BOOLEAN,
    NUMBER,
    TEXT,
    ARRAY,
    OBJECT
  }

  private final Map<Family, Long> counts = new EnumMap<>(Family.class);
  private long answers;
  private boolean fractions;
  private boolean unbounded;
  private @Nullable AnswerShape element;
  private @Nullable Map<String, AnswerShape> fields;
  private @Nullable AnswerShape anyField;
  private int places = 1;

  /** The shape of no answers. */
  public AnswerShape() {}

  /** The shape that a number of answers had of which only the type is known. */
  public static AnswerShape of(DataType type, long answers) {
    return ShapeType.shape(type, answers);
  }

  /** Reads what {@link #toJson} wrote. */
  public static AnswerShape fromJson(String json) {
    return ShapeJson.read(json);
  }

  /** The shape as text of at most about a megabyte. */
  public String toJson() {
    return ShapeJson.write(this);
  }

  /** The type to read the answers with. */
  public DataType type() {
    return ShapeType.of(this);
  }

  /** Whether all answers can be read with {@link #type}: none of them is an odd one. */
  public boolean isUniform() {
    return ShapeType.isUniform(this);
  }

  /** Whether the answers have more names than a schema should have. */
  public boolean hasNamesThatAreData() {
    return unbounded
        || anyField != null
        || (element != null && element.hasNamesThatAreData())
        || (fields != null && fields.values().stream().anyMatch(AnswerShape::hasNamesThatAreData));
  }

  /** Adds what is known from other answers, which stays as it is. */
  public void add(AnswerShape other) {
    addPlace(other);
    if (unbounded || places > MOST_PLACES) {
      unbounded = true;
      element = null;
      fields = null;
      anyField = null;
      places = 1;
    }
  }

  private void addPlace(AnswerShape other) {
    answers += other.answers;
    other.counts.forEach((family, number) -> counts.merge(family, number, Long::sum));
    fractions |= other.fractions;
    unbounded |= other.unbounded;
    if (other.element != null) {
      addBelow(element(), other.element);
    }
    if (other.anyField != null) {
      addBelow(anyField(), other.anyField);
    }
    if (other.fields != null) {
      other.fields.forEach((name, values) -> addBelow(field(name), values));
    }
  }

  private void addBelow(AnswerShape place, AnswerShape values) {
    int before = place.places;
    place.addPlace(values);
    places += place.places - before;
  }

  /** A value of a kind is here, in one answer. */
  void saw(Family family) {
    counts.put(family, 1L);
    answers = 1;
  }

  /** Values of a kind are here, in a number of answers. */
  void saw(Family family, long answersWithIt) {
    counts.put(family, answersWithIt);
  }

  /** Values that are not null are here, in a number of answers. */
  void sawAnswers(long number) {
    answers = number;
  }

  /** Numbers are here that no long holds. */
  void sawFractions() {
    fractions = true;
  }

  /** There is too much to know anything of. */
  void sawTooMuch() {
    unbounded = true;
  }

  /** The place of an array's elements. */
  AnswerShape element() {
    if (element == null) {
      element = new AnswerShape();
      places++;
    }
    return element;
  }

  /** The place of a field's values; the one of all fields when there are too many names. */
  AnswerShape field(String name) {
    if (anyField != null) {
      return anyField;
    }
    if (fields == null) {
      fields = new HashMap<>();
    }
    AnswerShape field = fields.get(name);
    if (field == null) {
      if (fields.size() == MOST_NAMES) {
        return anyField();
      }
      field = new AnswerShape();
      fields.put(name, field);
      places += 1 + name.length() / LENGTH_OF_A_NAME;
    }
    return field;
  }

  /** Makes one place of all fields. Counts of answers mean little there, as they may overlap. */
  AnswerShape anyField() {
    if (anyField == null) {
      AnswerShape any = new AnswerShape();
      fields().values().forEach(any::addPlace);
      anyField = any;
      fields = null;
      places = 1 + any.places + (element == null ? 0 : element.places);
    }
    return anyField;
  }

  // For ShapeType and ShapeJson.

  long answers() {
    return answers;
  }

  long count(Family family) {
    return counts.getOrDefault(family, 0L);
  }

  boolean hasFractions() {
    return fractions;
  }

  boolean isUnbounded() {
    return unbounded;
  }

  int places() {
    return places;
  }

  Optional<AnswerShape> elements() {
    return Optional.ofNullable(element);
  }

  Map<String, AnswerShape> fields() {
    return fields == null ? Map.of() : fields;
  }

  /** What all fields have in common; empty while each is known by its name. */
  Optional<AnswerShape> fieldsTogether() {
    return Optional.ofNullable(anyField);
  }
}
