package dev.batchtransform.emulator.oracle;

import dev.batchtransform.emulator.oracle.DocumentedJob.Container;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Containers of many manners, each a function of the body alone. */
final class Containers {

  private static final Container ONE_PER_LINE =
      body -> perLine(body, "\n", line -> List.of(json(line)));

  static final List<Container> ALL =
      List.of(
          named("one per line", ONE_PER_LINE),
          named("one per line, the last too", body -> ONE_PER_LINE.answer(body).map(s -> s + "\n")),
          named("glued", body -> perLine(body, "", line -> List.of(json(line)))),
          named(
              "spanning lines",
              body ->
                  perLine(body, "\n\n", line -> List.of("{\n \"n\": " + line.length() + "\n}"))),
          named("rows", body -> perLine(body, "\r\n", line -> List.of(line.length() + ",\"a,b\""))),
          named(
              "none, one or two a line",
              body ->
                  perLine(
                      body,
                      "\n",
                      line -> List.of(json(line), json(line)).subList(0, line.length() % 3))),
          named("echo", Optional::of),
          named("silent", body -> Optional.of("")),
          named("newlines", body -> Optional.of("\n\n")),
          named("neither JSON nor CSV", body -> Optional.of("sorry, \"no")),
          named(
              "refusing some",
              body -> body.contains("3") ? Optional.empty() : ONE_PER_LINE.answer(body)));

  private Containers() {}

  private static Container named(String name, Container container) {
    return new Container() {
      @Override
      public Optional<String> answer(String body) {
        return container.answer(body);
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }

  private static Optional<String> perLine(
      String body, String between, Function<String, List<String>> answers) {
    return Optional.of(
        List.of(body.split("(?<=\n)")).stream()
            .flatMap(line -> answers.apply(line).stream())
            .collect(Collectors.joining(between)));
  }

  private static String json(String line) {
    return "{\"z\":[1.50," + line.length() + "], \"a\" : \"\u00fc\"}";
  }
}
