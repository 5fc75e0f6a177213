package dev.batchtransform.spark.internal.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;

/**
 * Java's own HTTP client for the SDK: as many requests at once as there are threads, each
 * connection kept for the next one, and an interrupt ends a request. The SDK's client over
 * HttpURLConnection keeps five connections to a host, a limit of the whole JVM; neither it nor the
 * one over Apache's client notices an interrupt while it waits for a socket.
 */
final class KeepAliveHttp implements SdkHttpClient {

  /** Java's client sets these itself, and refuses to be told. */
  private static final Set<String> SET_BY_CLIENT =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private final HttpClient client;

  KeepAliveHttp(Duration connectTimeout) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout);
    ProxyConfiguration proxy =
        ProxyConfiguration.builder()
            .useSystemPropertyValues(true)
            .useEnvironmentVariablesValues(true)
            .scheme("https")
            .build();
    if (proxy.host() != null) {
      builder.proxy(new OneProxy(proxy));
    }
    this.client = builder.build();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answer(send(request));
      }

      /** Whoever aborts interrupts the calling thread too. */
      @Override
      public void abort() {}
    };
  }

  private HttpResponse<byte[]> send(HttpExecuteRequest request) throws IOException {
    SdkHttpRequest sdk = request.httpRequest();
    HttpRequest.Builder http =
        HttpRequest.newBuilder(sdk.getUri())
            .method(
                sdk.method().name(),
                request.contentStreamProvider().isPresent()
                    ? body(request.contentStreamProvider().get())
                    : BodyPublishers.noBody());
    sdk.forEachHeader(
        (name, values) -> {
          if (!SET_BY_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> http.header(name, value));
          }
        });
    try {
      return client.send(http.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException failure) {
      // Tells the SDK, which knows whether its own deadline did it.
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(failure);
    }
  }

  private static BodyPublisher body(ContentStreamProvider content) throws IOException {
    try (InputStream stream = content.newStream()) {
      return BodyPublishers.ofByteArray(stream.readAllBytes());
    }
  }

  private static HttpExecuteResponse answer(HttpResponse<byte[]> response) {
    Map<String, List<String>> headers = response.headers().map();
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpResponse.builder().statusCode(response.statusCode()).headers(headers).build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(response.body())))
        .build();
  }

  @Override
  public String clientName() {
    return "JavaNetHttp";
  }

  /** Connections end when nobody holds the client. */
  @Override
  public void close() {}

  /** The proxy that the SDK's other clients would use: of Java's properties or HTTPS_PROXY. */
  private static final class OneProxy extends ProxySelector {
    private final List<Proxy> proxy;
    private final Set<String> without;

    OneProxy(ProxyConfiguration configured) {
      this.proxy =
          List.of(
              new Proxy(
                  Proxy.Type.HTTP, new InetSocketAddress(configured.host(), configured.port())));
      this.without = configured.nonProxyHosts();
    }

    @Override
    public List<Proxy> select(URI uri) {
      String host = uri.getHost().toLowerCase(Locale.ROOT);
      boolean direct = "http".equals(uri.getScheme()) || without.stream().anyMatch(host::matches);
      return direct ? List.of(Proxy.NO_PROXY) : proxy;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }
}
