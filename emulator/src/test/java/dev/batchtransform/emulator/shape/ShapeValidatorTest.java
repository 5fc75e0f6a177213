package dev.batchtransform.emulator.shape;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an API model may say, where the served operations do not use it (yet). */
class ShapeValidatorTest {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(JsonParser.Feature.ALLOW_SINGLE_QUOTES);

  private static final String MODEL =
      """
      {'shapes': {
        'Tree': {'type': 'structure', 'members': {
          'Name': {'shape': 'Name'}, 'Children': {'shape': 'Trees'}, 'Choice': {'shape': 'Choice'},
          'ByName': {'shape': 'TreeByName'}, 'Share': {'shape': 'Share'}, 'Bytes': {'shape': 'Bytes'},
          'Count': {'shape': 'Count'}, 'Modes': {'shape': 'Modes'}}},
        'Trees': {'type': 'list', 'member': {'shape': 'Tree'}, 'max': 2},
        'TreeByName': {'type': 'map', 'key': {'shape': 'Name'}, 'value': {'shape': 'Tree'}, 'min': 1},
        'Modes': {'type': 'map', 'key': {'shape': 'Mode'}, 'value': {'shape': 'Mode'}},
        'Mode': {'type': 'string', 'enum': ['On', 'Off']},
        'Name': {'type': 'string', 'pattern': '[a-z]*', 'min': 1, 'max': 3},
        'Choice': {'type': 'structure', 'union': true, 'members': {
          'One': {'shape': 'Name'}, 'Other': {'shape': 'Name'}}},
        'Share': {'type': 'double', 'min': 0, 'max': 0.5},
        'Count': {'type': 'integer'},
        'Bytes': {'type': 'blob', 'max': 3}}}
      """;

  private static void validate(String value) throws IOException {
    ApiModel model = ApiModelReader.read(MAPPER.readTree(MODEL), Map.of());
    ShapeValidator.validate(model, "Tree", MAPPER.readTree(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'Name': 'UPPER'} | 2 validation errors detected: Value 'UPPER' at 'name'",
        "{'Name': ''} | Member must have length greater than or equal to 1",
        "{'Children': [{}, {}, {}]} | at 'children' failed to satisfy constraint: Member must have"
            + " length less than or equal to 2",
        "{'Children': [{}, {'Children': [{'Name': 'X'}]}]} | Value 'X' at"
            + " 'children.2.member.children.1.member.name' failed",
        "{'ByName': {}} | at 'byName' failed to satisfy constraint: Member must have length greater"
            + " than or equal to 1",
        "{'ByName': {'K': {}}} | Map keys must satisfy constraint: [Member must satisfy regular",
        "{'ByName': {'k': {'Name': 'X'}}} | Value 'X' at 'byName.k.member.name' failed",
        "{'Modes': {'On': 'Out'}} | Map value must satisfy constraint: [Member must satisfy enum"
            + " value set: [On, Off]]",
        "{'Modes': {'Out': 'On'}} | Map keys must satisfy constraint: [Member must satisfy enum",
        "{'Share': 0.75} | Value '0.75' at 'share' failed to satisfy constraint: Member must have"
            + " value less than or equal to 0.5",
        "{'Share': -1} | greater than or equal to 0",
        "{'Count': 2147483648} | less than or equal to 2147483647",
        "{'Count': -99999999999999999999} | greater than or equal to -2147483648",
        "{'Bytes': 'AQIDBA=='} | length less than or equal to 3"
      })
  void aConstraintThatIsBrokenIsNamed(String value, String message) {
    assertThatThrownBy(() -> validate(value))
        .isInstanceOf(ShapeValidator.ViolationException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Choice': {}}",
        "{'Choice': {'One': 'a', 'Other': 'b'}}",
        "{'Bytes': '?'}",
        "{'Share': '0.5'}",
        "{'ByName': []}",
        "{'ByName': {'k': 1}}",
        "{'Modes': {'On': 1}}"
      })
  void aValueOfTheWrongTypeCannotBeRead(String value) {
    assertThatThrownBy(() -> validate(value)).isInstanceOf(ShapeValidator.WrongTypeException.class);
  }

  @Test
  void whatKeepsEveryConstraintPasses() {
    assertThatCode(
            () ->
                validate(
                    """
                    {'Name': 'abc', 'Children': [{}, {'Children': [{'Name': 'a'}]}],
                     'Choice': {'One': 'a', 'Other': null}, 'ByName': {'k': {'Name': 'v'}},
                     'Share': 0.5, 'Bytes': 'AQID', 'Count': -5, 'Modes': {'On': 'Off'}}
                    """))
        .doesNotThrowAnyException();
  }
}
