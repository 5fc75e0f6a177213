package dev.batchtransform.spark.it.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.batchtransform.emulator.shape.ApiModels;
import dev.batchtransform.emulator.shape.Scalar;
import dev.batchtransform.emulator.shape.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A part of a CreateTransformJob request that options decide.
 *
 * @param name of its options
 * @param shape the name of its shape in AWS's API model
 * @param start what a text begins with, where not every text will do
 * @param options the options for a text
 * @param set writes a text into a request, without the connector
 * @param narrower texts that AWS takes and the connector refuses on purpose
 */
record RequestField(
    String name,
    String shape,
    String start,
    Function<String, Map<String, String>> options,
    BiConsumer<ObjectNode, String> set,
    Predicate<String> narrower) {

  /** Characters that some field takes and another one does not. */
  private static final List<String> CHARACTERS =
      Stream.concat(
              Stream.iterate(' ', each -> each <= '~', each -> (char) (each + 1))
                  .map(String::valueOf),
              Stream.of("\t", "\n", "\u00a0", "é", "雪", "٣", "\u2028"))
          .toList();

  /** A field that one option sets. */
  static RequestField text(String option, String path, String shape) {
    return new RequestField(
        option,
        shape,
        "",
        text -> Map.of(option, text),
        (request, text) -> put(request, path, TextNode.valueOf(text)),
        text -> false);
  }

  /** A field that is a whole number. */
  static RequestField number(String option, String path, String shape) {
    RequestField field = text(option, path, shape);
    return field.setting(
        (request, text) -> put(request, path, IntNode.valueOf(Integer.parseInt(text))));
  }

  /** A text field that is passed through. */
  static RequestField passed(String path, String shape) {
    String option = "transformJob." + path;
    return text(option, path, shape)
        .given(text -> Map.of(option, TextNode.valueOf(text).toString()));
  }

  RequestField given(Function<String, Map<String, String>> otherOptions) {
    return new RequestField(name, shape, start, otherOptions, set, narrower);
  }

  RequestField setting(BiConsumer<ObjectNode, String> other) {
    return new RequestField(name, shape, start, options, other, narrower);
  }

  RequestField startingWith(String otherStart) {
    return new RequestField(name, shape, otherStart, options, set, narrower);
  }

  /** With one more option, the same for every text. */
  RequestField beside(String option, String value) {
    return given(
        text -> {
          Map<String, String> all = new HashMap<>(options.apply(text));
          all.put(option, value);
          return all;
        });
  }

  RequestField but(Predicate<String> refused) {
    return new RequestField(name, shape, start, options, set, refused);
  }

  /** Texts at and beside the bounds that AWS publishes. */
  Stream<String> probes() {
    Shape published = ApiModels.SAGEMAKER.shape(shape);
    if (published instanceof Scalar.Whole whole) {
      return Stream.of(whole.min() - 1, whole.min(), whole.min() + 1, whole.max(), whole.max() + 1)
          .map(String::valueOf);
    }
    if (published instanceof Scalar.Text text) {
      return Stream.concat(sizes(text), CHARACTERS.stream().flatMap(this::around)).distinct();
    }
    throw new IllegalStateException("No probes for " + published);
  }

  private Stream<String> sizes(Scalar.Text text) {
    return Stream.of(0, 1, 2, text.min(), text.max() - 1, text.max(), text.max() + 1)
        .map(size -> size < start.length() ? start.substring(0, size) : filled(size));
  }

  private String filled(int size) {
    return start + "a".repeat(size - start.length());
  }

  private Stream<String> around(String character) {
    return Stream.of(character, character + "a", "a" + character, "a" + character + "a")
        .flatMap(text -> Stream.of(start + text, text));
  }

  /** Puts a value below the objects that a path of names with dots between them leads through. */
  static void put(ObjectNode request, String path, JsonNode value) {
    String[] names = path.split("\\.", -1);
    ObjectNode parent = request;
    for (String name : Arrays.asList(names).subList(0, names.length - 1)) {
      parent = parent.withObject("/" + name);
    }
    parent.set(names[names.length - 1], value);
  }

  @Override
  public String toString() {
    return name;
  }
}
