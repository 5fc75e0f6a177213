package dev.batchtransform.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closes a connection without a word after its first answer, though it has let the client believe
 * that it stays open.
 */
final class OneAnswerServer implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger answered = new AtomicInteger();
  private final Manner manner;

  private enum Manner {
    CLOSES,
    REFUSES,
    DIES
  }

  OneAnswerServer() throws IOException {
    this(Manner.CLOSES);
  }

  private OneAnswerServer(Manner manner) throws IOException {
    this.manner = manner;
    Thread thread = new Thread(this::serve, "one-answer-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Answers 413 when it has seen the head of a request, and reads no body. */
  static OneAnswerServer refusingLargeBodies() throws IOException {
    return new OneAnswerServer(Manner.REFUSES);
  }

  /** Keeps its first connection open, and is gone when a second request comes over it. */
  static OneAnswerServer dyingWithTheSecondRequest() throws IOException {
    return new OneAnswerServer(Manner.DIES);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  int answered() {
    return answered.get();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        answer(socket);
      } catch (IOException closed) {
        // The next connection may be well.
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    int body = head(in);
    if (manner != Manner.REFUSES) {
      in.readNBytes(body);
    }
    String status = manner == Manner.REFUSES ? "413 Content Too Large" : "200 OK";
    String answer = "HTTP/1.1 %s\r\nContent-Length: 2\r\n\r\n1\n".formatted(status);
    answered.incrementAndGet();
    socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    if (manner == Manner.DIES) {
      head(in);
      server.close();
    }
    if (manner == Manner.REFUSES) {
      // What is closed with unread bytes is reset, and takes the answer with it.
      socket.shutdownOutput();
      in.skip(Long.MAX_VALUE);
    }
  }

  private static int head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("The request ended in its head.");
      }
      head.append((char) next);
    }
    return head.toString()
        .lines()
        .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
        .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
