package dev.batchtransform.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/**
 * A model's server in a process of its own, which gives requests back. The record {@code "env"} is
 * answered with the variable {@code ECHO}; {@code "die"} ends it, and {@code "die once"} does where
 * the file that {@code MARK} names is not there yet. It prints the number of its process.
 */
public final class EchoServer {
  private EchoServer() {}

  /** What starts one. */
  public static String command() {
    return "'%s/bin/java' -Xshare:auto -cp '%s' %s"
        .formatted(
            System.getProperty("java.home"),
            Path.of(EchoServer.class.getProtectionDomain().getCodeSource().getLocation().getPath()),
            EchoServer.class.getName());
  }

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(System.getenv("SAGEMAKER_BIND_TO_PORT"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/ping", exchange -> answer(exchange, ""));
    server.createContext("/invocations", EchoServer::echo);
    server.start();
    System.out.println(ProcessHandle.current().pid());
  }

  private static void echo(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (body.contains("die once") && mark()) {
      Runtime.getRuntime().halt(7);
    } else if (body.contains("\"die\"")) {
      Runtime.getRuntime().halt(7);
    }
    answer(exchange, body.contains("env") ? System.getenv("ECHO") : body);
  }

  private static boolean mark() throws IOException {
    Path mark = Path.of(System.getenv("MARK"));
    if (Files.exists(mark)) {
      return false;
    }
    Files.createFile(mark);
    return true;
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
