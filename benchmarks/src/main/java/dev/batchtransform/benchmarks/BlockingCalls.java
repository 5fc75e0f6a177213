package dev.batchtransform.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;

/** What is commonly written in {@code mapPartitions}: the answer to each record, one by one. */
final class BlockingCalls implements Iterator<String> {
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI url;
  private final Iterator<String> records;

  BlockingCalls(String url, Iterator<String> records) {
    this.url = URI.create(url);
    this.records = records;
  }

  @Override
  public boolean hasNext() {
    return records.hasNext();
  }

  @Override
  public String next() {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(records.next()))
            .build();
    try {
      return client.send(request, BodyHandlers.ofString()).body();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure);
    }
  }
}
