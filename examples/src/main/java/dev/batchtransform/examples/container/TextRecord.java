package dev.batchtransform.examples.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A record of a request, read for the text to embed.
 *
 * @param text the record's {@code text}, or its {@code title} and {@code description}
 */
public record TextRecord(String text) {
  private static final ObjectReader READER = new ObjectMapper().readerFor(JsonNode.class);

  /** The text that stands for an item with a title and a description. */
  public static TextRecord of(String title, String description) {
    return new TextRecord(description.isEmpty() ? title : title + ": " + description);
  }

  /**
   * Reads the records of a request body: JSON objects one after another, or in an array.
   *
   * @throws BadRequestException if the body is not JSON or a record has no text; the message counts
   *     records from 1
   */
  static List<TextRecord> parse(byte[] body) throws BadRequestException {
    List<TextRecord> records = new ArrayList<>();
    try (MappingIterator<JsonNode> nodes = READER.readValues(body)) {
      while (nodes.hasNextValue()) {
        records.add(of(nodes.nextValue(), records.size() + 1));
      }
    } catch (BadRequestException badRequest) {
      throw badRequest;
    } catch (IOException failure) {
      throw new BadRequestException("Record " + (records.size() + 1) + " is not JSON.");
    }
    if (records.isEmpty()) {
      throw new BadRequestException("The request has no record.");
    }
    return records;
  }

  private static TextRecord of(JsonNode node, int number) throws BadRequestException {
    if (node.path("text").isTextual()) {
      return new TextRecord(node.get("text").textValue());
    }
    if (node.path("title").isTextual()) {
      return of(node.get("title").textValue(), node.path("description").asText(""));
    }
    throw new BadRequestException(
        "Record "
            + number
            + " has no text. Send an object with a string 'text', or with 'title' and 'description'.");
  }
}
