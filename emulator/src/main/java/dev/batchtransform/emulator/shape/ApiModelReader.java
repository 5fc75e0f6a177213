package dev.batchtransform.emulator.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.emulator.shape.ApiModel.ApiOperation;
import dev.batchtransform.emulator.shape.Scalar.Blob;
import dev.batchtransform.emulator.shape.Scalar.Decimal;
import dev.batchtransform.emulator.shape.Scalar.Flag;
import dev.batchtransform.emulator.shape.Scalar.OneOf;
import dev.batchtransform.emulator.shape.Scalar.Text;
import dev.batchtransform.emulator.shape.Scalar.Timestamp;
import dev.batchtransform.emulator.shape.Scalar.Whole;
import dev.batchtransform.emulator.shape.Shape.Entries;
import dev.batchtransform.emulator.shape.Shape.Items;
import dev.batchtransform.emulator.shape.Shape.Member;
import dev.batchtransform.emulator.shape.Shape.Structure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Reads the models that {@code extract_api_models.py} writes, in the format of botocore's. */
final class ApiModelReader {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ApiModelReader() {}

  /**
   * Reads a model.
   *
   * @param resource its file's name without {@code .json}, beside this class
   * @param amendments what to make of some of its shapes
   * @throws IllegalStateException when it holds what this class does not know
   */
  static ApiModel read(String resource, Map<String, UnaryOperator<Shape>> amendments) {
    try (InputStream json = ApiModelReader.class.getResourceAsStream(resource + ".json")) {
      return read(MAPPER.readTree(Objects.requireNonNull(json, resource)), amendments);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static ApiModel read(JsonNode model, Map<String, UnaryOperator<Shape>> amendments) {
    Map<String, Shape> shapes = entries(model.path("shapes"), ApiModelReader::shape);
    amendments.forEach(
        (name, amended) ->
            shapes.compute(
                name, (same, shape) -> amended.apply(Objects.requireNonNull(shape, name))));
    JsonNode metadata = model.path("metadata");
    return new ApiModel(
        metadata.path("signingName").asText(metadata.path("endpointPrefix").asText()),
        metadata.path("targetPrefix").asText(),
        entries(model.path("operations"), ApiModelReader::operation),
        shapes);
  }

  private static ApiOperation operation(JsonNode operation) {
    return new ApiOperation(
        operation.at("/input/shape").asText(),
        Optional.ofNullable(operation.at("/output/shape").textValue()),
        list(operation.path("errors"), error -> error.path("shape").asText()));
  }

  private static Shape shape(JsonNode shape) {
    String type = shape.path("type").asText();
    return switch (type) {
      case "structure" -> structure(shape);
      case "list" -> new Items(target(shape, "member"), least(shape), most(shape));
      case "map" ->
          new Entries(target(shape, "key"), target(shape, "value"), least(shape), most(shape));
      case "string" -> string(shape);
      case "integer" -> whole(shape, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case "long" -> whole(shape, Long.MIN_VALUE, Long.MAX_VALUE);
      case "float", "double" ->
          new Decimal(
              shape.path("min").asDouble(-Double.MAX_VALUE),
              shape.path("max").asDouble(Double.MAX_VALUE));
      case "boolean" -> new Flag();
      case "timestamp" -> new Timestamp();
      case "blob" -> new Blob(least(shape), most(shape));
      default -> throw new IllegalStateException("Shapes of type '%s' are unknown".formatted(type));
    };
  }

  private static Structure structure(JsonNode shape) {
    List<String> required = list(shape.path("required"), JsonNode::asText);
    List<Member> members =
        shape.path("members").properties().stream()
            .map(
                member ->
                    new Member(
                        member.getKey(),
                        member.getValue().path("shape").asText(),
                        required.contains(member.getKey()),
                        header(member.getValue())))
            .toList();
    return new Structure(members, shape.path("union").asBoolean(false));
  }

  private static Optional<String> header(JsonNode member) {
    return member.path("location").asText().equals("header")
        ? Optional.of(member.path("locationName").asText())
        : Optional.empty();
  }

  private static Scalar string(JsonNode shape) {
    return shape.has("enum")
        ? new OneOf(list(shape.path("enum"), JsonNode::asText), Optional.empty())
        : new Text(
            least(shape),
            most(shape),
            Optional.ofNullable(shape.path("pattern").textValue()).map(Pattern::compile));
  }

  private static Whole whole(JsonNode shape, long min, long max) {
    return new Whole(shape.path("min").asLong(min), shape.path("max").asLong(max));
  }

  private static String target(JsonNode shape, String member) {
    return shape.path(member).path("shape").asText();
  }

  private static int least(JsonNode shape) {
    return shape.path("min").asInt(0);
  }

  private static int most(JsonNode shape) {
    return shape.path("max").asInt(Integer.MAX_VALUE);
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> each) {
    return StreamSupport.stream(array.spliterator(), false).map(each).toList();
  }

  private static <T> Map<String, T> entries(JsonNode object, Function<JsonNode, T> each) {
    Map<String, T> entries = new LinkedHashMap<>();
    object.properties().forEach(entry -> entries.put(entry.getKey(), each.apply(entry.getValue())));
    return entries;
  }
}
