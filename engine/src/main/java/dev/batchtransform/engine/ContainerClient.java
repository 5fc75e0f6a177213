package dev.batchtransform.engine;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpRequestRetryStrategy;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to a model's server over connections that stay open, each in the thread of its
 * caller and within one time limit for all of it. How many are out at once is the caller's matter.
 */
final class ContainerClient implements AutoCloseable {

  private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(10);

  /** A connection that was idle for longer is looked at before it is used: servers close them. */
  private static final TimeValue IDLE = TimeValue.ofMilliseconds(100);

  private final CloseableHttpClient client =
      HttpClients.custom()
          .useSystemProperties()
          .setRoutePlanner(new KnownRoutes())
          .setConnectionManager(connections())
          // Reads have no limit of their own: the whole request has one.
          .setDefaultRequestConfig(
              RequestConfig.custom().setResponseTimeout(Timeout.DISABLED).build())
          .setRetryStrategy(new ClosedConnections())
          // The default ones load a list of all domains.
          .setDefaultCookieSpecRegistry(name -> null)
          .disableRedirectHandling()
          .disableContentCompression()
          .disableCookieManagement()
          .disableAuthCaching()
          .build();

  private static PoolingHttpClientConnectionManager connections() {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .useSystemProperties()
        .setTlsSocketStrategy(new TlsWhenNeeded())
        .setMaxConnTotal(Integer.MAX_VALUE)
        .setMaxConnPerRoute(Integer.MAX_VALUE)
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(CONNECT_TIMEOUT)
                .setValidateAfterInactivity(IDLE)
                .build())
        // A server may refuse a body before it has read all of it.
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .responseOutOfOrderStrategy(MonitoringResponseOutOfOrderStrategy.INSTANCE)
                .build())
        .build();
  }

  /**
   * Sends a request and waits for its whole answer.
   *
   * @throws ConnectException when nobody took it
   * @throws HttpTimeoutException when the answer was not there in time
   * @throws IOException when it broke off
   * @throws InterruptedException when the calling thread was interrupted
   */
  <T> T send(HttpUriRequestBase request, Duration time, HttpClientResponseHandler<T> answer)
      throws IOException, InterruptedException {
    HttpClientContext context = HttpClientContext.create();
    RequestWatch watch = new RequestWatch(time, request::cancel);
    try (watch) {
      return client.execute(request, context, answer);
    } catch (IOException failure) {
      if (watch.isMissed()) {
        throw new HttpTimeoutException("no answer within " + time.toMillis() + " ms");
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("The answer is no longer wanted.");
      }
      throw anew(failure, context);
    }
  }

  private static IOException anew(IOException failure, HttpContext context) {
    boolean nobodyThere =
        failure instanceof ConnectException
            || failure instanceof ConnectTimeoutException
            || failure instanceof UnknownHostException
            || failure instanceof NoRouteToHostException;
    // Whoever has taken a request and is gone since may have been brought down by it.
    if (nobodyThere && context.getAttribute(ClosedConnections.SENT_BEFORE) == null) {
      IOException refused = new ConnectException(describe(failure));
      refused.initCause(failure);
      return refused;
    }
    return new IOException(describe(failure), failure);
  }

  private static String describe(IOException failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }

  /** Loads the certificates that Java trusts for the first server that wants TLS: few do. */
  private static final class TlsWhenNeeded implements TlsSocketStrategy {
    private @Nullable TlsSocketStrategy system;

    @Override
    public SSLSocket upgrade(
        Socket socket, String server, int port, @Nullable Object attachment, HttpContext context)
        throws IOException {
      return system().upgrade(socket, server, port, attachment, context);
    }

    private synchronized TlsSocketStrategy system() {
      TlsSocketStrategy made = system;
      if (made == null) {
        made =
            ClientTlsStrategyBuilder.create()
                .useSystemProperties()
                .setHostVerificationPolicy(HostnameVerificationPolicy.BUILTIN)
                .buildClassic();
        system = made;
      }
      return made;
    }
  }

  /** The way to each server, which is looked up in the system's settings once. */
  private static final class KnownRoutes implements HttpRoutePlanner {
    private final HttpRoutePlanner system =
        new SystemDefaultRoutePlanner(ProxySelector.getDefault());
    private final Map<HttpHost, HttpRoute> routes = new ConcurrentHashMap<>();

    @Override
    public HttpRoute determineRoute(HttpHost server, HttpContext context) throws HttpException {
      HttpRoute known = routes.get(server);
      if (known == null) {
        known = system.determineRoute(server, context);
        routes.put(server, known);
      }
      return known;
    }
  }

  /**
   * Sends a request once more, unseen, when the connection that it was given had served others and
   * was closed meanwhile: that says nothing of this request.
   */
  private static final class ClosedConnections implements HttpRequestRetryStrategy {

    /** Is set in the context of a request that was sent once more. */
    static final String SENT_BEFORE = "dev.batchtransform.sent-before";

    @Override
    public boolean retryRequest(
        HttpRequest request, IOException failure, int tries, HttpContext context) {
      boolean again = tries == 1 && wasUsed(context) && closed(failure) && !isCancelled(request);
      if (again) {
        context.setAttribute(SENT_BEFORE, true);
      }
      return again;
    }

    private static boolean wasUsed(HttpContext context) {
      EndpointDetails connection = HttpCoreContext.cast(context).getEndpointDetails();
      return connection != null && connection.getRequestCount() > 1;
    }

    private static boolean closed(IOException failure) {
      return failure instanceof NoHttpResponseException
          || failure instanceof ConnectionClosedException
          || failure instanceof SocketException;
    }

    private static boolean isCancelled(HttpRequest request) {
      return request instanceof HttpUriRequestBase sent && sent.isAborted();
    }

    @Override
    public boolean retryRequest(HttpResponse response, int tries, HttpContext context) {
      return false;
    }

    @Override
    public TimeValue getRetryInterval(HttpResponse response, int tries, HttpContext context) {
      return TimeValue.ZERO_MILLISECONDS;
    }
  }
}
