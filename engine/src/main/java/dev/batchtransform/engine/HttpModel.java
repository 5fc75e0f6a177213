package dev.batchtransform.engine;

import dev.batchtransform.spark.model.ExecutionParameters;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.jspecify.annotations.Nullable;

/**
 * A model behind a server that speaks SageMaker's container contract: {@code GET /ping}, {@code GET
 * /execution-parameters}, {@code POST /invocations}. Redirects are not followed, as SageMaker does
 * not. Name and password in the address are sent as HTTP Basic authentication and never shown.
 */
public final class HttpModel implements LocalModel {

  /** As SageMaker: a ping has two seconds. */
  private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);

  private static final byte[] NO_BODY = {};
  private static final Duration PARAMETERS_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration BETWEEN_PINGS = Duration.ofMillis(100);

  /** Headers that say how a body is to be read, or what to do instead. */
  private static final List<String> TELLING_HEADERS =
      List.of("content-type", "content-encoding", "retry-after", "location");

  private final ContainerClient client = new ContainerClient();
  private final String base;

  /** Parsed once and not for each request. */
  private final URI invocations;

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
    this.invocations = URI.create(this.base + "/invocations");
    this.authorization = base.getUserInfo() == null ? null : basic(base.getUserInfo());
  }

  private static String basic(String userInfo) {
    return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether the server answers {@code GET /ping} with 200 within two seconds. */
  @Override
  public boolean ping() throws InterruptedException {
    try {
      return send(new HttpGet(base + "/ping"), PING_TIMEOUT).status() == 200;
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
    ModelResponse response = send(new HttpGet(base + "/execution-parameters"), PARAMETERS_TIMEOUT);
    return response.status() == 200
        ? ExecutionParameters.parse(response.body())
        : ExecutionParameters.NONE;
  }

  @Override
  public ModelResponse invoke(ModelRequest request) throws IOException, InterruptedException {
    HttpPost post = new HttpPost(invocations);
    post.setEntity(new ByteArrayEntity(request.body(), null));
    if (request.contentType() != null) {
      post.setHeader(HttpHeaders.CONTENT_TYPE, request.contentType());
    }
    if (request.accept() != null) {
      post.setHeader(HttpHeaders.ACCEPT, request.accept());
    }
    return send(post, request.timeout());
  }

  private ModelResponse send(HttpUriRequestBase request, Duration timeout)
      throws IOException, InterruptedException {
    if (authorization != null) {
      request.setHeader(HttpHeaders.AUTHORIZATION, authorization);
    }
    return client.send(request, timeout, HttpModel::read);
  }

  private static ModelResponse read(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    byte[] body = entity == null ? NO_BODY : EntityUtils.toByteArray(entity);
    return new ModelResponse(response.getCode(), body, telling(response));
  }

  private static Map<String, String> telling(ClassicHttpResponse response) {
    Map<String, String> telling = new HashMap<>();
    for (String name : TELLING_HEADERS) {
      Header[] values = response.getHeaders(name);
      if (values.length > 0) {
        telling.put(
            name, Arrays.stream(values).map(Header::getValue).collect(Collectors.joining(", ")));
      }
    }
    return telling;
  }

  @Override
  public void close() {
    client.close();
  }

  /** The address, without name and password. */
  @Override
  public String toString() {
    return base;
  }
}
