package dev.batchtransform.spark.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The executor {@code local} over servers as there are: marked, packed, limited, refusing. */
@ExtendWith(SandboxExtension.class)
class LocalServersTest {

  private final Sandbox sandbox;

  LocalServersTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** What a server answers. */
  @SuppressWarnings("ArrayRecordComponent") // A body is bytes; answers are never compared.
  private record Answer(int status, Map<String, String> headers, byte[] body) {
    static Answer ok(byte[] body) {
      return new Answer(200, Map.of(), body);
    }
  }

  @Test
  void answersThatBeginWithAByteOrderMarkAreRead() {
    everyRowIsScored(record -> Answer.ok(("\uFEFF" + tripled(record) + "\n").getBytes(UTF_8)));
  }

  @Test
  void answersThatAreGzippedAreRead() {
    everyRowIsScored(
        record ->
            new Answer(
                200, Map.of("Content-Encoding", "gzip"), gzip(tripled(record).getBytes(UTF_8))));
  }

  @Test
  void answersInTheCharsetThatTheServerNamesAreRead() {
    try (Server server =
        new Server(
            record ->
                new Answer(
                    200,
                    Map.of("Content-Type", "application/json; charset=iso-8859-1"),
                    "{\"name\":\"Zoë\"}".getBytes(ISO_8859_1)))) {
      assertThat(local(server, 20).score().filter("prediction.name = 'Zoë'").count()).isEqualTo(20);
    }
  }

  @Test
  void aServerThatLimitsItsRateScoresEveryRow() {
    AtomicInteger turn = new AtomicInteger();
    everyRowIsScored(
        record ->
            turn.incrementAndGet() % 3 == 0
                ? new Answer(429, Map.of("Retry-After", "0"), new byte[0])
                : Answer.ok(tripled(record).getBytes(UTF_8)));
  }

  @Test
  void aServerThatRefusesEverythingIsToldByTheOptionThatCuresIt() {
    AtomicInteger requests = new AtomicInteger();
    try (Server server =
        new Server(
            record -> {
              requests.incrementAndGet();
              return new Answer(415, Map.of(), "not this type".getBytes(UTF_8));
            })) {
      assertThatThrownBy(() -> local(server, 2_000).score())
          .hasMessageContaining("not this type")
          .hasMessageContaining("contentType");
      assertThat(requests.get()).isLessThan(150);
    }
  }

  @Test
  void aServerThatIsStartedAnewMeanwhileCostsNoRow() throws Exception {
    Restarting server = new Restarting(40);
    try (server) {
      Dataset<Row> scored = local(server.address(), 200).score();

      assertThat(scored.filter("prediction.tripled = id * 3").count()).isEqualTo(200);
      assertThat(server.restarts()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatIsGoneStopsTheRunAndTheSameWriteGoesOnOnceItIsBack() throws Exception {
    Restarting server = new Restarting(Integer.MAX_VALUE);
    String path = sandbox.stagingPath();
    try (server) {
      server.stopAfter(40);
      assertThatThrownBy(() -> goneAndBack(server, path).score())
          .hasMessageContainingAll(
              "was stopped",
              "no row was given up",
              server.address(),
              "has answered nothing for 2 s",
              "the same write with the same runId goes on");
      assertThat(BatchTransform.attach(sandbox.spark(), path, "gone").status().state())
          .isEqualTo("STOPPED");

      server.start();
      assertThat(goneAndBack(server, path).score().filter("prediction.tripled = id * 3").count())
          .isEqualTo(200);
    }
  }

  @Test
  void theSameWriteOfACompletedRunNeedsItsServerNoMore() {
    String path = sandbox.stagingPath();
    BatchTransform call;
    try (Server server = new Server(record -> Answer.ok(tripled(record).getBytes(UTF_8)))) {
      call = local(server, 60).option("stagingPath", path).option("runId", "done");
      call.score().count();
    }

    assertThat(call.score().filter("prediction.tripled = id * 3").count()).isEqualTo(60);
  }

  private BatchTransform goneAndBack(Restarting server, String path) {
    return local(server.address(), 200)
        .option("stagingPath", path)
        .option("runId", "gone")
        .option("serviceTimeout", "2s");
  }

  @Test
  void everyBadRecordOfAFileIsFoundInOnePassAndKeepsTheServersWords() {
    try (Server server =
        new Server(
            record ->
                Models.id(record) % 10 == 7
                    ? new Answer(422, Map.of(), "no 'title'".getBytes(UTF_8))
                    : Answer.ok(tripled(record).getBytes(UTF_8)))) {
      Dataset<Row> scored = local(server, 400).score().cache();

      assertThat(scored.filter("prediction.tripled = id * 3").count()).isEqualTo(360);
      assertThat(
              scored
                  .filter("id % 10 = 7 AND prediction_error.code = 'MODEL_ERROR'")
                  .filter("prediction_error.message LIKE '%422: no \\'title\\'%'")
                  .count())
          .isEqualTo(40);
      scored.unpersist();
    }
  }

  @Test
  void aFilterOfTransformJobKeepsWhatItKeepsThere() {
    try (Server server = new Server(record -> Answer.ok(tripled(record).getBytes(UTF_8)))) {
      Dataset<Row> scored =
          local(server, 20)
              .option("contentType", "application/json")
              .option("accept", "application/json")
              .option("transformJob.DataProcessing.OutputFilter", "$.tripled")
              .score();

      assertThat(scored.filter("prediction = id * 3").count()).isEqualTo(20);
    }
  }

  private void everyRowIsScored(Function<String, Answer> answers) {
    try (Server server = new Server(answers)) {
      assertThat(local(server, 60).score().filter("prediction.tripled = id * 3").count())
          .isEqualTo(60);
    }
  }

  private BatchTransform local(Server server, int rows) {
    return local(server.address(), rows);
  }

  private BatchTransform local(String server, int rows) {
    return BatchTransform.on(Frames.numbers(sandbox.spark(), rows))
        .option("executor", "local")
        .option("localModel", server)
        .option("stagingPath", sandbox.stagingPath());
  }

  private static String tripled(String record) {
    return "{\"tripled\":" + 3 * Models.id(record) + "}";
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return packed.toByteArray();
  }

  /** A server that dies as one of its requests comes in, and may be started again. */
  private static final class Restarting implements AutoCloseable {
    private final int restartAfter;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger restarts = new AtomicInteger();
    private final AtomicInteger lives = new AtomicInteger(Integer.MAX_VALUE);
    private final int port;
    private volatile Server server;

    Restarting(int restartAfter) {
      this.restartAfter = restartAfter;
      this.server = new Server(this::answer, 0);
      this.port = server.port();
    }

    private Answer answer(String record) {
      if (lives.getAndDecrement() == 0 || requests.incrementAndGet() == restartAfter) {
        new Thread(this::die).start();
      }
      return Answer.ok(tripled(record).getBytes(UTF_8));
    }

    private void die() {
      server.close();
      if (requests.get() >= restartAfter) {
        restarts.incrementAndGet();
        server = new Server(this::answer, port);
      }
    }

    void stopAfter(int more) {
      lives.set(more);
    }

    void start() {
      server = new Server(this::answer, port);
    }

    int restarts() {
      return restarts.get();
    }

    String address() {
      return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /** A server of the container contract whose bytes and headers a test chooses. */
  private static final class Server implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer http;

    Server(Function<String, Answer> answers) {
      this(answers, 0);
    }

    Server(Function<String, Answer> answers, int port) {
      try {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      } catch (IOException failure) {
        throw new AssertionError(failure);
      }
      http.setExecutor(threads);
      http.createContext(
          "/",
          exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            boolean ping = exchange.getRequestURI().getPath().equals("/ping");
            boolean invocation = exchange.getRequestURI().getPath().equals("/invocations");
            Answer answer =
                invocation
                    ? answers.apply(body)
                    : new Answer(ping ? 200 : 404, Map.of(), new byte[0]);
            answer.headers().forEach(exchange.getResponseHeaders()::add);
            int length = answer.body().length;
            exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
            exchange.getResponseBody().write(answer.body());
            exchange.close();
          });
      http.start();
    }

    int port() {
      return http.getAddress().getPort();
    }

    String address() {
      return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
      http.stop(0);
      threads.shutdownNow();
    }
  }
}
