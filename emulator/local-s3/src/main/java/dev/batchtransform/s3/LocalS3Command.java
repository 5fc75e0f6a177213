package dev.batchtransform.s3;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * The server as a program: {@code LocalS3Command --data <directory> [--port <port>]}. Prints {@code
 * listening on http://127.0.0.1:<port>} when it answers and runs until it is killed.
 */
public final class LocalS3Command {
  private static final String USAGE =
      "Usage: LocalS3Command --data <directory> [--port <port>]   (port 0, the default, picks a free one)";

  private LocalS3Command() {}

  public static void main(String[] args) throws Exception {
    Arguments arguments;
    try {
      arguments = Arguments.parse(List.of(args));
    } catch (IllegalArgumentException failure) {
      System.err.println(failure.getMessage());
      System.err.println(USAGE);
      System.exit(2);
      return;
    }
    try (LocalS3 s3 = LocalS3.start(arguments.data(), arguments.port())) {
      System.out.println(ServerProcess.READY + s3.endpoint());
      s3.awaitEnd();
    }
  }

  private record Arguments(Path data, int port) {
    static Arguments parse(List<String> args) {
      String data = "";
      int port = 0;
      for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
        String name = rest.next();
        if (!rest.hasNext()) {
          throw new IllegalArgumentException("Argument '" + name + "' needs a value.");
        }
        switch (name) {
          case "--data" -> data = rest.next();
          case "--port" -> port = parsePort(rest.next());
          default -> throw new IllegalArgumentException("Unknown argument '" + name + "'.");
        }
      }
      if (data.isEmpty()) {
        throw new IllegalArgumentException("Argument '--data' is missing.");
      }
      return new Arguments(Path.of(data), port);
    }

    private static int parsePort(String text) {
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException notANumber) {
        throw new IllegalArgumentException("Port '" + text + "' is not a number.", notANumber);
      }
    }
  }
}
