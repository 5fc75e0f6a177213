package dev.batchtransform.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hc.core5.benchmark.BenchmarkConfig;
import org.apache.hc.core5.benchmark.HttpBenchmark;
import org.apache.hc.core5.benchmark.Results;
import org.apache.hc.core5.http.ContentType;

/**
 * The program that {@link LoadGeneratorProcess} starts: Apache HttpComponents' HttpBenchmark, which
 * is ApacheBench in Java. It stays, so that its code is compiled when it counts. For each line with
 * a number it sends so many requests and says how many were answered.
 */
final class LoadGenerator {
  static final String ANSWERED = "answered ";

  private static final int QUIET = 0;

  private LoadGenerator() {}

  /** The arguments: where to send, how many at once, and the file that is sent. */
  public static void main(String[] args) throws Exception {
    URI address = URI.create(args[0]);
    int concurrency = Integer.parseInt(args[1]);
    Path body = Path.of(args[2]);
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(ANSWERED + answered(address, concurrency, body, Integer.parseInt(line)));
    }
  }

  private static long answered(URI address, int concurrency, Path body, int requests)
      throws Exception {
    Results results =
        new HttpBenchmark(
                BenchmarkConfig.custom()
                    .setUri(address)
                    .setMethod("POST")
                    .setPayloadFile(body.toFile())
                    .setContentType(ContentType.APPLICATION_JSON)
                    .setKeepAlive(true)
                    .setConcurrencyLevel(concurrency)
                    .setRequests(requests)
                    .setVerbosity(QUIET)
                    .build())
            .execute();
    if (results.getFailureCount() > 0) {
      throw new IOException(results.getFailureCount() + " requests failed");
    }
    return results.getSuccessCount();
  }
}
