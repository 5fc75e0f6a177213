package dev.batchtransform.s3;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * An S3 server on this machine, in a process of its own.
 *
 * <pre>{@code
 * try (LocalS3 s3 = LocalS3.start(dataDirectory)) {
 *   s3.createBucket("bucket");
 *   s3.hadoopConf().forEach((key, value) -> spark.config("spark.hadoop." + key, value));
 * }
 * }</pre>
 *
 * <p>It is bound to 127.0.0.1, takes every credential, and keeps a bucket as a directory and an
 * object as a file below the data directory. The process ends with {@link #close()} and, whatever
 * happens, with the JVM that started it.
 */
public final class LocalS3 implements AutoCloseable {
  /** The access key that {@link #hadoopConf()} hands out; the server takes any. */
  public static final String ACCESS_KEY = "local";

  /** The secret key that {@link #hadoopConf()} hands out; the server takes any. */
  public static final String SECRET_KEY = "local-secret";

  /** The region that clients should name. */
  public static final String REGION = "us-east-1";

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final int ALREADY_EXISTS = 409;

  private final ServerProcess process;

  private LocalS3(ServerProcess process) {
    this.process = process;
  }

  /**
   * Starts a server on a free port and returns when it answers.
   *
   * @param dataDirectory where buckets live; created if missing, kept by {@link #close()}
   * @throws IOException if the server does not start; the message ends with what it logged
   */
  public static LocalS3 start(Path dataDirectory) throws IOException {
    return start(dataDirectory, 0);
  }

  /**
   * Starts a server and returns when it answers.
   *
   * @param dataDirectory where buckets live; created if missing, kept by {@link #close()}
   * @param port the port on 127.0.0.1, or 0 for a free one
   * @throws IOException if the server does not start; the message ends with what it logged
   */
  public static LocalS3 start(Path dataDirectory, int port) throws IOException {
    return new LocalS3(ServerProcess.start(Files.createDirectories(dataDirectory), port));
  }

  /** The server's address, {@code http://127.0.0.1:<port>}. */
  public URI endpoint() {
    return process.endpoint();
  }

  /**
   * Creates a bucket; one that is there already is left as it is.
   *
   * @throws IOException if the server refuses the name or does not answer
   */
  public void createBucket(String name) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint().resolve("/" + name))
            .timeout(REQUEST_TIMEOUT)
            .PUT(BodyPublishers.noBody())
            .build();
    HttpResponse<String> response = send(request);
    if (response.statusCode() != OK && response.statusCode() != ALREADY_EXISTS) {
      throw new IOException(
          "Cannot create bucket '%s': the S3 server answered %d %s"
              .formatted(name, response.statusCode(), response.body()));
    }
  }

  /** The Hadoop settings, {@code fs.s3a.*}, with which {@code s3a://} reaches this server. */
  public Map<String, String> hadoopConf() {
    return Map.of(
        "fs.s3a.endpoint",
        endpoint().toString(),
        "fs.s3a.endpoint.region",
        REGION,
        "fs.s3a.path.style.access",
        "true",
        "fs.s3a.connection.ssl.enabled",
        "false",
        "fs.s3a.access.key",
        ACCESS_KEY,
        "fs.s3a.secret.key",
        SECRET_KEY,
        "fs.s3a.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
        // A rename by multipart copy fails with it: the copy's entity tag is not the source's.
        "fs.s3a.change.detection.mode",
        "none");
  }

  /**
   * Waits until the server's process ends, which it does when it is closed from another thread or
   * killed.
   */
  void awaitEnd() throws InterruptedException {
    process.awaitEnd();
  }

  /** Ends the server's process and waits until it is gone. The data stay. */
  @Override
  public void close() {
    process.close();
  }

  private static HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for the S3 server", interrupted);
    }
  }
}
