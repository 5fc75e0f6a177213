package dev.batchtransform.spark.internal.executor.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpHandler;
import dev.batchtransform.engine.FailedRequest;
import dev.batchtransform.engine.FailedRequest.Kind;
import dev.batchtransform.engine.HttpContainer;
import dev.batchtransform.engine.HttpModel;
import dev.batchtransform.engine.InvocationException;
import dev.batchtransform.engine.TransformEngine;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers really send, over HTTP, to the engine as the local executor sets it. */
class ServersAnswersTest {

  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final String FILE = "{\"id\":1}\n{\"id\":2}\n";

  @Test
  void aByteOrderMarkBeforeEachAnswerIsLeftOut() throws Exception {
    assertThat(
            output(
                exchange -> {
                  byte[] body = exchange.getRequestBody().readAllBytes();
                  HttpContainer.answer(exchange, 200, Map.of(), joined(MARK, body));
                }))
        .isEqualTo(FILE);
  }

  @Test
  void aGzippedAnswerIsUnpackedThoughNobodyAskedForIt() throws Exception {
    assertThat(
            output(
                exchange -> {
                  byte[] body = exchange.getRequestBody().readAllBytes();
                  HttpContainer.answer(
                      exchange, 200, Map.of("Content-Encoding", "gzip"), gzip(body));
                }))
        .isEqualTo(FILE);
  }

  @Test
  void anotherCharsetThatIsNamedBecomesUtf8() throws Exception {
    assertThat(output(fixed(200, "application/json; charset=ISO-8859-1", "\"Zoë\"", ISO_8859_1)))
        .isEqualTo("\"Zoë\"\n\"Zoë\"\n");
  }

  @Test
  void anAnswerOverSeveralLinesIsPutOnOne() throws Exception {
    assertThat(output(fixed(200, "application/json", "{\n  \"a\": 1\n}\n\n", UTF_8)))
        .isEqualTo("{   \"a\": 1 }\n".repeat(2));
  }

  @Test
  void anEmptyAnswerLeavesItsRecordsLineBlank() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    assertThat(
            output(
                exchange -> {
                  String body = calls.incrementAndGet() == 1 ? "" : "{}\n\n";
                  HttpContainer.answer(exchange, 200, body);
                }))
        .isEqualTo("\n{}\n");
  }

  @Test
  void twoAnswersForOneRecordFailThatRecordAndNoOther() {
    InvocationException failure =
        failure(
            Map.of(),
            exchange -> {
              byte[] body = exchange.getRequestBody().readAllBytes();
              boolean first = new String(body, UTF_8).contains("1");
              HttpContainer.answer(exchange, 200, Map.of(), first ? body : joined(body, body));
            });

    assertThat(failure.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.line()).isEqualTo(2);
              assertThat(request.kind()).isEqualTo(Kind.MISALIGNED);
              assertThat(request.message()).contains("2 answers for one record");
            });
    assertThat(failure.answered()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "415, 'contentType', application/jsonlines",
    "406, 'accept', application/jsonlines",
    "401, credentials, localModel",
    "403, credentials, localModel",
    "404, /invocations, localModel",
    "405, /invocations, localModel"
  })
  void aRefusalThatAnOptionCuresNamesIt(int status, String option, String more) {
    FailedRequest request =
        failure(Map.of(), fixed(status, "text/plain", "No thanks.", UTF_8)).requests().get(0);

    assertThat(request.status()).hasValue(status);
    assertThat(request.message())
        .startsWith("ClientError: " + status + ": No thanks. ")
        .contains(option, more);
  }

  @Test
  void aRedirectNamesItsTargetWithoutWhatMayBeSecretInIt() {
    FailedRequest request =
        failure(
                Map.of(),
                exchange ->
                    HttpContainer.answer(
                        exchange,
                        302,
                        Map.of("Location", "https://me:secret@models.example:8443/v2?token=hidden"),
                        new byte[0]))
            .requests()
            .get(0);

    assertThat(request.kind()).isEqualTo(Kind.REFUSED);
    assertThat(request.message())
        .contains("302", "https://models.example:8443/v2", "'localModel'")
        .doesNotContain("secret", "hidden");
  }

  @Test
  void anHtmlPageIsNoAnswer() {
    FailedRequest request =
        failure(Map.of(), fixed(200, "text/html", "<html>Log in</html>", UTF_8)).requests().get(0);

    assertThat(request.kind()).isEqualTo(Kind.UNUSABLE);
    assertThat(request.message()).contains("HTML page", "'localModel'").doesNotContain("Log in");
  }

  @Test
  void aRefusalThatIsPackedCanBeRead() {
    FailedRequest request =
        failure(
                Map.of(),
                exchange ->
                    HttpContainer.answer(
                        exchange,
                        400,
                        Map.of("Content-Encoding", "gzip"),
                        gzip("missing field".getBytes(UTF_8))))
            .requests()
            .get(0);

    assertThat(request.message()).isEqualTo("ClientError: 400: missing field");
  }

  @Test
  void linesOfTextAreCountedWhereAnAnswerIsText() throws Exception {
    HttpHandler text = fixed(200, "text/plain", "<b>fine</b>\n", UTF_8);
    assertThat(output(Map.of("resultFormat", "text"), text)).isEqualTo("<b>fine</b>\n".repeat(2));

    assertThat(
            failure(
                    Map.of("resultFormat", "text", "batchStrategy", "MultiRecord"),
                    fixed(200, "text/plain", "one\ntwo\nthree\n", UTF_8))
                .requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.kind()).isEqualTo(Kind.MISALIGNED);
              assertThat(request.records()).isEqualTo(2);
            });
  }

  @Test
  void filtersDoWhatTheyDoInATransformJob() throws Exception {
    Map<String, String> filters =
        Map.of(
            "contentType", "application/json",
            "accept", "application/json",
            "transformJob.DataProcessing.InputFilter", "$.id",
            "transformJob.DataProcessing.OutputFilter", "$.seen");

    assertThat(
            output(
                filters,
                exchange -> {
                  String seen = new String(exchange.getRequestBody().readAllBytes(), UTF_8).strip();
                  HttpContainer.answer(exchange, 200, "{\"seen\":" + seen + ",\"more\":0}");
                }))
        .isEqualTo("1\n2\n");
  }

  private static HttpHandler fixed(int status, String type, String body, Charset charset) {
    return exchange -> {
      exchange.getRequestBody().readAllBytes();
      HttpContainer.answer(exchange, status, Map.of("Content-Type", type), body.getBytes(charset));
    };
  }

  private static String output(HttpHandler answers) throws Exception {
    return output(Map.of(), answers);
  }

  private static String output(Map<String, String> options, HttpHandler answers) throws Exception {
    try (HttpContainer container = new HttpContainer()) {
      container.onInvocations(answers);
      Map<String, String> all = new HashMap<>(options);
      all.put("localModel", "http://localhost:" + container.port());
      all.put("localConcurrency", "1");
      try (HttpModel model = new HttpModel(URI.create(all.get("localModel")));
          TransformEngine engine = LocalEngineSpec.of(TransformOptions.parse(all)).engine(model)) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        engine.transform("file", new ByteArrayInputStream(FILE.getBytes(UTF_8)), out);
        return out.toString(UTF_8);
      }
    }
  }

  private static InvocationException failure(Map<String, String> options, HttpHandler answers) {
    return catchThrowableOfType(InvocationException.class, () -> output(options, answers));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    return packed.toByteArray();
  }
}
