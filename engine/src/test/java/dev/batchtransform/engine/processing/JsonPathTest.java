package dev.batchtransform.engine.processing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {

  private static final JsonFormat JSON = new JsonFormat();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "$              | {\"b\":1,\"a\":2} | {\"a\":2,\"b\":1}",
        "$.a            | {\"b\":1,\"a\":2} | 2",
        "$.a.b          | {\"a\":{\"b\":[1]}} | [1]",
        "$['a']         | {\"b\":1,\"a\":2} | 2",
        "$[\"a b\"]     | {\"a b\":null} | null",
        "$['b','a']     | {\"a\":1,\"b\":2,\"c\":3} | {\"a\":1,\"b\":2}",
        "$['b' , 'a']   | {\"a\":1,\"b\":2,\"c\":3} | {\"a\":1,\"b\":2}",
        "$.*            | {\"b\":1,\"a\":2} | [2,1]",
        "$[*]           | [1,2] | [1,2]",
        "$[0]           | [5,6,7] | 5",
        "$[-1]          | [5,6,7] | 7",
        "$[0,-1]        | [5,6,7] | [5,7]",
        "$[2,0]         | [5,6,7] | [7,5]",
        "$[1:]          | [5,6,7] | [6,7]",
        "$[:1]          | [5,6,7] | [5,6]",
        "$[1:4]         | [0,1,2,3,4,5] | [1,2,3,4]",
        "$[1:-1]        | [5,6,7] | [6,7]",
        "$[-2:9]        | [5,6,7] | [6,7]",
        "$[4:9]         | [5,6,7] | []",
        "$.features[1:] | {\"features\":[1,2,3]} | [2,3]",
      })
  void selects(String path, String value, String expected) throws Exception {
    Object selected = JsonPath.parse(path).select(JSON.read(value.getBytes(UTF_8)));

    assertThat(new String(JSON.write(selected), UTF_8)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "$.c       | {\"a\":1} | there is no 'c'",
        "$['a','c']| {\"a\":1} | there is no 'c'",
        "$.a       | [1]       | no object",
        "$[0]      | {\"a\":1} | no array",
        "$[1:]     | 3         | no array",
        "$[3]      | [1,2]     | no index 3 among 2",
        "$[-3]     | [1,2]     | no index -3 among 2",
      })
  void whatIsNotThereIsAnErrorThatSaysWhich(String path, String value, String why) {
    assertThatThrownBy(() -> JsonPath.parse(path).select(JSON.read(value.getBytes(UTF_8))))
        .isInstanceOf(DataProcessingException.class)
        .hasMessageContaining(path)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "$a",
        "$.",
        "$..a",
        "$.a..b",
        "$[",
        "$[]",
        "$[a]",
        "$['a'",
        "$['a',]",
        "$['a',1]",
        "$[1,]",
        "$[1:2:3]",
        "$[?(@.a)]",
        "$['a','b'].c",
        "$[1:].a",
        "$.*.a",
        "$['c1','c2.x'][0]",
        "$[99999999999]"
      })
  void refusesWhatSageMakerWouldNotRead(String path) {
    assertThatThrownBy(() -> JsonPath.parse(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + path + "'")
        .hasMessageContaining("Write $");
  }

  @Test
  void aPathHasSixtyThreeCharactersAtMost() {
    String longest = "$." + "a".repeat(61);

    assertThat(JsonPath.parse(longest).isRoot()).isFalse();
    assertThatThrownBy(() -> JsonPath.parse(longest + "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64 characters");
  }
}
