package dev.batchtransform.engine;

import dev.batchtransform.spark.model.ExecutionParameters;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A model behind a server that speaks SageMaker's container contract: {@code GET /ping}, {@code GET
 * /execution-parameters}, {@code POST /invocations}. Redirects are not followed, as SageMaker does
 * not. Name and password in the address are sent as HTTP Basic authentication and never shown.
 */
public final class HttpModel implements LocalModel {

  /** As SageMaker: a ping has two seconds. */
  private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PARAMETERS_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration BETWEEN_PINGS = Duration.ofMillis(100);

  /** Headers that say how a body is to be read, or what to do instead. */
  private static final List<String> TELLING_HEADERS =
      List.of("content-type", "content-encoding", "retry-after", "location");

  private final HttpClient client =
      HttpClient.newBuilder()
          // Many model servers mistake the offer to upgrade to HTTP/2.
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  private final String base;
  private final @Nullable String authorization;

  /**
   * A server that speaks the container contract.
   *
   * @param base where the server is, such as {@code http://localhost:8080}; a path is put before
   *     those of the contract
   * @throws IllegalArgumentException when it is no http or https address with a host
   */
  public HttpModel(URI base) {
    String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
    if (base.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException(
          "Cannot reach a model at an address without http or https and a host. Write it as"
              + " http://host:port.");
    }
    String port = base.getPort() < 0 ? "" : ":" + base.getPort();
    String path = base.getRawPath() == null ? "" : base.getRawPath().replaceFirst("/+$", "");
    this.base = scheme + "://" + base.getHost() + port + path;
    this.authorization = base.getUserInfo() == null ? null : basic(base.getUserInfo());
  }

  private static String basic(String userInfo) {
    return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether the server answers {@code GET /ping} with 200 within two seconds. */
  @Override
  public boolean ping() throws InterruptedException {
    try {
      return send(request("/ping").GET(), PING_TIMEOUT).statusCode() == 200;
    } catch (IOException unhealthy) {
      return false;
    }
  }

  /**
   * Waits until the server is healthy.
   *
   * @throws HttpTimeoutException when it has not been for all that time
   */
  public void awaitReady(Duration timeout) throws HttpTimeoutException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!ping()) {
      if (System.nanoTime() - deadline >= 0) {
        throw new HttpTimeoutException(
            "Cannot use the model at "
                + base
                + " because GET "
                + base
                + "/ping has not answered 200 within "
                + timeout.toSeconds()
                + " s. Start the server or correct the address.");
      }
      TimeUnit.MILLISECONDS.sleep(BETWEEN_PINGS.toMillis());
    }
  }

  /** What the server suggests; {@link ExecutionParameters#NONE} when it has no such path. */
  @Override
  public ExecutionParameters executionParameters() throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        send(request("/execution-parameters").GET(), PARAMETERS_TIMEOUT);
    return response.statusCode() == 200
        ? ExecutionParameters.parse(response.body())
        : ExecutionParameters.NONE;
  }

  @Override
  public ModelResponse invoke(ModelRequest request) throws IOException, InterruptedException {
    HttpRequest.Builder http =
        request("/invocations").POST(BodyPublishers.ofByteArray(request.body()));
    if (request.contentType() != null) {
      http.header("Content-Type", request.contentType());
    }
    if (request.accept() != null) {
      http.header("Accept", request.accept());
    }
    HttpResponse<byte[]> response = send(http, request.timeout());
    return new ModelResponse(response.statusCode(), response.body(), telling(response));
  }

  private static Map<String, String> telling(HttpResponse<byte[]> response) {
    Map<String, String> telling = new HashMap<>();
    for (String name : TELLING_HEADERS) {
      List<String> values = response.headers().allValues(name);
      if (!values.isEmpty()) {
        telling.put(name, String.join(", ", values));
      }
    }
    return telling;
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request, Duration timeout)
      throws IOException, InterruptedException {
    // A blocking call has no other thread hand the answer over: measured, twice as many per second.
    RequestDeadline deadline = new RequestDeadline(timeout);
    try (deadline) {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException failure) {
      if (deadline.isMissed()) {
        throw new HttpTimeoutException("no answer within " + timeout.toMillis() + " ms");
      }
      throw failure;
    } catch (IOException failure) {
      throw anew(failure);
    }
  }

  private static IOException anew(Throwable failure) {
    if (failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException) {
      IOException nobodyThere = new ConnectException(describe(failure));
      nobodyThere.initCause(failure);
      return nobodyThere;
    }
    return new IOException(describe(failure), failure);
  }

  private static String describe(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  /** The address, without name and password. */
  @Override
  public String toString() {
    return base;
  }
}
