package dev.batchtransform.examples.container;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.batchtransform.examples.container.TextModel.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Answers the records of a request; one line per answer, in the records' order. */
final class InvocationsHandler implements HttpHandler {
  private static final Set<String> CONTENT_TYPES =
      Set.of("application/jsonlines", "application/json");

  private final JsonFactory json = new JsonFactoryBuilder().rootValueSeparator("\n").build();
  private final TextModel model;

  InvocationsHandler(TextModel model) {
    this.model = model;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    // Whatever happens, the caller is not left waiting for an answer.
    try (exchange) {
      dispatch(exchange);
    }
  }

  private void dispatch(HttpExchange exchange) throws IOException {
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
    List<Answer> answers;
    try {
      answers = model.answer(TextRecord.parse(body).stream().map(TextRecord::text).toList());
    } catch (BadRequestException badRequest) {
      Responses.sendError(exchange, 400, String.valueOf(badRequest.getMessage()));
      return;
    } catch (RuntimeException failure) {
      Responses.sendError(exchange, 500, "The model failed: " + failure.getMessage());
      return;
    }
    Responses.stream(exchange, 200, contentType, out -> writeLines(answers, out));
  }

  private void writeLines(List<Answer> answers, OutputStream out) throws IOException {
    try (JsonGenerator line = json.createGenerator(out)) {
      for (Answer answer : answers) {
        line.writeStartObject();
        answer.writeFields(line);
        line.writeEndObject();
      }
      line.writeRaw('\n');
    }
  }

  private static String contentType(HttpExchange exchange) {
    String header =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse("");
    return header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
