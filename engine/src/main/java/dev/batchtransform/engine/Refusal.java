package dev.batchtransform.engine;

import dev.batchtransform.spark.model.ModelResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What to do about a refusal, where its status says so. */
final class Refusal {

  private Refusal() {}

  /** Names the option to set; empty where the status may mean anything. */
  static Optional<String> cure(ModelResponse response, EngineSettings settings) {
    return switch (response.status()) {
      case 301, 302, 303, 307, 308 ->
          Optional.of(
              "The server redirects requests%s. Set option 'localModel' to the address that answers them itself."
                  .formatted(target(response.header("location").orElse(""))));
      case 401, 403, 407 ->
          Optional.of(
              "The server does not accept the credentials. Check those in the address of option"
                  + " 'localModel'.");
      case 404, 405, 501 ->
          Optional.of(
              "If it answers every request like this, correct the address in option 'localModel':"
                  + " POST <address>/invocations must be the model's.");
      case 406 ->
          Optional.of(
              "Set option 'accept'%s to a type that the model answers with."
                  .formatted(now(settings.accept())));
      case 415 ->
          Optional.of(
              "Set option 'contentType'%s to a type that the model takes."
                  .formatted(now(settings.contentType())));
      case 429 ->
          Optional.of("The server limits its requests. Set option 'localConcurrency' lower.");
      default -> Optional.empty();
    };
  }

  private static String now(@Nullable String type) {
    return type == null ? "" : " (now " + type + ")";
  }

  /** Scheme, host and path alone: what else an address may hold can be a secret. */
  private static String target(String location) {
    try {
      URI uri = new URI(location);
      String path = uri.getPath() == null ? "" : uri.getPath();
      if (uri.getHost() == null) {
        return path.isEmpty() ? "" : ", to " + path;
      }
      String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
      return ", to " + uri.getScheme() + "://" + uri.getHost() + port + path;
    } catch (URISyntaxException unreadable) {
      return "";
    }
  }
}
