package dev.batchtransform.examples.container;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.batchtransform.examples.model.Embedding;
import dev.batchtransform.examples.model.EmbeddingModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Embeds the records of a request; one line an answer, in the records' order. */
final class InvocationsHandler implements HttpHandler {
  private static final Set<String> CONTENT_TYPES =
      Set.of("application/jsonlines", "application/json");

  private final JsonFactory json = new JsonFactory();
  private final EmbeddingModel model;

  InvocationsHandler(EmbeddingModel model) {
    this.model = model;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String contentType = contentType(exchange);
    if (!exchange.getRequestMethod().equals("POST")) {
      Responses.sendError(exchange, 405, "Send records by POST.");
    } else if (!CONTENT_TYPES.contains(contentType)) {
      Responses.sendError(
          exchange,
          415,
          "Cannot read content type '%s'. Send application/jsonlines or application/json."
              .formatted(contentType));
    } else {
      answer(exchange, contentType);
    }
  }

  private void answer(HttpExchange exchange, String contentType) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    try {
      List<String> texts = TextRecord.parse(body).stream().map(TextRecord::text).toList();
      Responses.send(exchange, 200, contentType, lines(model.embed(texts)));
    } catch (BadRequestException e) {
      Responses.sendError(exchange, 400, e.getMessage());
    } catch (RuntimeException e) {
      Responses.sendError(exchange, 500, "The model failed: " + e.getMessage());
    }
  }

  private byte[] lines(List<Embedding> embeddings) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Embedding embedding : embeddings) {
      try (JsonGenerator line = json.createGenerator(out)) {
        line.writeStartObject();
        line.writeArrayFieldStart("embedding");
        for (float value : embedding.vector()) {
          line.writeNumber(value);
        }
        line.writeEndArray();
        line.writeNumberField("tokens", embedding.tokens());
        line.writeEndObject();
      }
      out.write('\n');
    }
    return out.toByteArray();
  }

  private static String contentType(HttpExchange exchange) {
    String header =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse("");
    return header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
