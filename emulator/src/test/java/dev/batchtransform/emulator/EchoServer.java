package dev.batchtransform.emulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A model container as a program: answers every request with its process id and environment. */
public final class EchoServer {

  private EchoServer() {}

  /** Starts the program. */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(System.getenv("SAGEMAKER_BIND_TO_PORT"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = answer().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    System.out.println("serving");
  }

  private static String answer() {
    Map<String, String> shown = new TreeMap<>(System.getenv());
    shown.keySet().removeIf(name -> !name.startsWith("SAGEMAKER_") && !name.startsWith("MY_"));
    shown.remove("SAGEMAKER_BIND_TO_PORT");
    return ProcessHandle.current().pid() + " " + shown;
  }
}
