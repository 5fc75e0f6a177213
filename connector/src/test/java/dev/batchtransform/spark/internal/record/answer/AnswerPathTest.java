package dev.batchtransform.spark.internal.record.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.spark.internal.options.AnswerPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** Answers inside of something else. Jackson's own pointers are the oracle. */
class AnswerPathTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> NAMES = List.of("a", "b c", "x.y", "0");

  @Property(tries = 300)
  void aPathFindsWhatAPointerFinds(
      @ForAll("trees") Object tree, @ForAll("steps") List<Object> steps)
      throws JsonProcessingException, IOException {
    JsonNode whole = MAPPER.valueToTree(tree);
    JsonNode found = whole.at(pointer(steps, whole));

    String answer = read(whole.toString(), path(steps), DataTypes.StringType).get(0);

    if (found.isMissingNode()) {
      assertThat(answer)
          .startsWith("! the option 'answerPath' finds no " + path(steps) + " in the answer: $");
    } else {
      assertThat(answer).isEqualTo(found.isTextual() ? found.textValue() : found.toString());
    }
  }

  @Example
  void anAnswerWithoutItIsAProblemOfItsOwnAndItsNeighboursAreRead() throws IOException {
    String file =
        "{\"predictions\":[1]}\n{\"error\":\"secret\"}\n{\"predictions\":[]}\n{\"predictions\":null}\n3\n{\"predictions\":[\"x\"]}\n{\"predictions\":[null]}\n{\"predictions\":[7,8],\"more\":{\"predictions\":[0]}}\n";

    for (Framing framing : List.of(Framing.VALUES, Framing.EACH_LINE)) {
      assertThat(read(file, "$.predictions[0]", DataTypes.LongType, framing))
          .containsExactly(
              "1",
              "! the option 'answerPath' finds no $.predictions[0] in the answer: $ has no 'predictions'",
              "! the option 'answerPath' finds no $.predictions[0] in the answer: $.predictions has no element 0",
              "! the option 'answerPath' finds no $.predictions[0] in the answer: $.predictions is not an array",
              "! the option 'answerPath' finds no $.predictions[0] in the answer: $ is not an object",
              "! $.predictions[0]: expected bigint, found a string",
              "null",
              "7");
    }
  }

  @Example
  void theTypeIsInferredFromWhatThePathFinds() throws IOException {
    String file = "{\"predictions\":[{\"s\":1}]}\n{\"error\":1}\n{\"predictions\":[{\"s\":2.5}]}\n";

    AnswerSurvey survey =
        AnswerSurvey.survey(
            () -> Answers.stream(file), contract("$.predictions[0]", false), null, 3);

    assertThat(survey.aligned()).isTrue();
    assertThat(survey.unparseable()).isEqualTo(1);
    assertThat(survey.shape().orElseThrow().type().sql()).isEqualTo("STRUCT<s: DOUBLE>");
  }

  @Example
  void joinedAnswersAreLookedIntoAndKeepTheirRow() throws IOException {
    String file =
        "{\"SageMakerOutput\":{\"p\":[4]},\"row\":\"0\"}\n{\"SageMakerOutput\":{\"q\":[4]},\"row\":\"1\"}\n{\"SageMakerOutput\":{\"p\":[6]},\"row\":\"2\"}\n";
    List<String> read = new ArrayList<>();
    try (AnswerReader reader =
        AnswerReader.open(
            Answers.stream(file), contract("$.p[0]", true), Framing.VALUES, DataTypes.LongType)) {
      while (reader.next()) {
        read.add(reader.rowId() + ": " + (reader.problem() == null ? reader.value() : "!"));
      }
    }
    assertThat(read).containsExactly("0: 4", "1: !", "2: 6");
  }

  @Example
  void aKeyIsAFieldOfTheAnswerThatThePathFinds() throws IOException {
    AnswerContract keyed =
        new AnswerContract(AnswerFormat.JSON, false, true, "id", AnswerPath.parse("$.out"));

    assertThat(
            KeyProof.firstUnequal(
                () -> Answers.stream("{\"id\":1}\n{\"id\":2}\n"),
                () -> Answers.stream("{\"out\":{\"id\":1}}\n{\"id\":2,\"out\":{\"id\":3}}\n"),
                keyed,
                Framing.VALUES))
        .hasValue(2);
  }

  @Example
  void onlyAPathToOneValueIsOne() {
    for (String text :
        List.of("predictions", "$.", "$[*]", "$..a", "$[-1]", "$[0,1]", "$.a b", "$x")) {
      assertThatThrownBy(() -> AnswerPath.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("$.predictions[0]");
    }
    assertThat(AnswerPath.parse("$").steps()).isEmpty();
    assertThat(AnswerPath.parse("$['a.b'][\"c\"].d[10]").steps())
        .containsExactly(
            new AnswerPath.Field("a.b"),
            new AnswerPath.Field("c"),
            new AnswerPath.Field("d"),
            new AnswerPath.Element(10));
  }

  @Provide
  Arbitrary<Object> trees() {
    return trees(3);
  }

  private static Arbitrary<Object> trees(int depth) {
    Arbitrary<Object> leaf = Arbitraries.of(1, "text", true, 2.5);
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<Object> below = trees(depth - 1);
    return Arbitraries.oneOf(
        leaf,
        below.list().ofMaxSize(3).map(list -> list),
        Combinators.combine(below, below)
            .as((one, other) -> Map.of("a", one, "x.y", other, "0", one)));
  }

  @Provide
  Arbitrary<List<Object>> steps() {
    Arbitrary<Object> name = Arbitraries.of(NAMES).map(each -> each);
    Arbitrary<Object> index = Arbitraries.integers().between(0, 2).map(each -> each);
    return Arbitraries.oneOf(name, index).list().ofMaxSize(3);
  }

  /** A pointer does not tell a name of digits from an index; a path does. */
  private static JsonPointer pointer(List<Object> steps, JsonNode whole) {
    JsonPointer pointer = JsonPointer.empty();
    for (Object step : steps) {
      JsonNode at = whole.at(pointer);
      boolean fits = step instanceof String ? at.isObject() : at.isArray();
      String name = fits ? step.toString() : "no such name";
      pointer =
          pointer.append(JsonPointer.compile("/" + name.replace("~", "~0").replace("/", "~1")));
    }
    return pointer;
  }

  private static String path(List<Object> steps) {
    StringBuilder path = new StringBuilder("$");
    for (Object step : steps) {
      path.append(step instanceof String ? "['" + step + "']" : "[" + step + "]");
    }
    return path.toString();
  }

  private static List<String> read(String file, String path, DataType type) throws IOException {
    return read(file, path, type, Framing.VALUES);
  }

  private static List<String> read(String file, String path, DataType type, Framing framing)
      throws IOException {
    List<String> answers = new ArrayList<>();
    try (AnswerReader reader =
        AnswerReader.open(Answers.stream(file), contract(path, false), framing, type)) {
      while (reader.next()) {
        @Nullable String problem = reader.problem();
        answers.add(problem == null ? String.valueOf(reader.value()) : "! " + problem);
      }
    }
    return answers;
  }

  private static AnswerContract contract(String path, boolean joined) {
    return new AnswerContract(AnswerFormat.JSON, joined, true, null, AnswerPath.parse(path));
  }
}
