package dev.batchtransform.spark.internal.options;

import java.net.URI;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Texts of which SageMaker, S3 or the layout of a run takes only some. */
final class OptionPatterns {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);

  private static final Predicate<String> INSTANCE_TYPE =
      matching("ml\\.[a-z][a-z0-9-]*\\.[a-z0-9-]+").and(matching("ml\\.t[23]\\..*").negate());

  private OptionPatterns() {}

  private static final String RESOURCE_NAME = "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}";
  private static final String ONE_RUN = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";
  private static final String SOME_RUNS = "[A-Za-z0-9*][A-Za-z0-9._*-]{0,127}";

  static OptionType<String> runId() {
    return OptionType.text()
        .bounds("up to 128 letters, digits, `.`, `_`, `-`; first a letter or digit")
        .where(
            matching(ONE_RUN + "|" + SOME_RUNS + "( *, *" + SOME_RUNS + ")*"),
            "1 to 128 of A-Z a-z 0-9 . _ - starting with a letter or digit, because it names a"
                + " folder and an S3 key");
  }

  static OptionType<String> day() {
    return OptionType.text()
        .bounds("yyyy-MM-dd")
        .where(OptionPatterns::isDay, "a date that exists, written yyyy-MM-dd");
  }

  /** A name of SageMaker's, such as a model's. */
  static OptionType<String> resourceName() {
    return OptionType.text()
        .bounds("up to 63 letters, digits, `-`; first and last a letter or digit")
        .where(
            matching(RESOURCE_NAME).and(atMost(63)),
            "a name of 1 to 63 letters, digits and hyphens that starts and ends with a letter or"
                + " digit (the name, not the ARN)");
  }

  static OptionType<String> instanceType() {
    return OptionType.text()
        .bounds("`ml.<family>.<size>`, no t2 or t3")
        .where(
            INSTANCE_TYPE,
            "an instance type that batch transform takes, such as ml.m5.xlarge (ml.t2 and ml.t3"
                + " are not among them)");
  }

  static boolean isInstanceType(String text) {
    return INSTANCE_TYPE.test(text);
  }

  static OptionType<String> mediaType() {
    return OptionType.text()
        .bounds("up to 256 characters")
        .where(
            matching("[\\p{Graph} ]{1,256}"),
            "a media type of up to 256 characters, such as application/jsonlines");
  }

  static OptionType<String> stateMachineArn() {
    return OptionType.text()
        .bounds("`arn:aws:states:<region>:<account>:stateMachine:<name>`")
        .where(
            matching(
                "arn:aws[a-z-]*:states:[a-z0-9-]+:\\d{12}:stateMachine:[A-Za-z0-9_.-]{1,80}(:[A-Za-z0-9_.-]{1,80})?"),
            "the ARN of a state machine, such as"
                + " arn:aws:states:us-east-1:123456789012:stateMachine:embedder (not its name, nor"
                + " an execution's ARN)");
  }

  static OptionType<AnswerPath> answerPath() {
    return new OptionType<>(
        "text", "`$`, `.name`, `['name']`, `[index]`", AnswerPath::parse, AnswerPath::text);
  }

  static OptionType<String> kmsKey() {
    return OptionType.text()
        .bounds("up to 2048 letters, digits, `:`, `/`, `_`, `-`")
        .where(
            matching("[a-zA-Z0-9:/_-]{1,2048}"),
            "the id, ARN or alias of a KMS key: up to 2048 of A-Z a-z 0-9 : / _ -");
  }

  static OptionType<String> region() {
    return OptionType.text()
        .bounds("such as `eu-west-1`")
        .where(
            matching("[a-z]{2,}(-[a-z]+)+-\\d+"), "the code of an AWS region, such as eu-west-1");
  }

  static OptionType<String> role() {
    return OptionType.text()
        .bounds("ARN of a role")
        .where(
            matching("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+").and(atMost(2048)),
            "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/scoring");
  }

  static OptionType<String> externalId() {
    return OptionType.text()
        .bounds("2 to 1224 characters")
        .where(matching("[\\w+=,.@:/-]{2,1224}"), "2 to 1224 of A-Z a-z 0-9 _ + = , . @ : / -");
  }

  static OptionType<String> httpUrl() {
    return OptionType.text()
        .bounds("http or https URL")
        .where(OptionPatterns::isHttpUrl, "a URL such as http://localhost:4577");
  }

  /** The URL of a queue of SQS: its path ends with the queue's name. */
  static OptionType<String> queueUrl() {
    Predicate<String> named = matching("[^?#]+/[\\w-]{1,80}(\\.fifo)?");
    return OptionType.text()
        .bounds("http or https URL that ends with the queue's name")
        .where(
            named.and(OptionPatterns::isHttpUrl).and(matching("https?://[^/]+/.+")),
            "the URL of a queue, such as https://sqs.eu-west-1.amazonaws.com/111122223333/failed-rows"
                + " (not its ARN)");
  }

  static OptionType<String> localModel() {
    Predicate<String> command = matching("(?s)exec:.*\\S.*");
    Predicate<String> endpoint = matching("endpoint:" + RESOURCE_NAME).and(atMost(72));
    Predicate<String> className = matching("class:\\p{javaJavaIdentifierStart}[\\w.$]*");
    return OptionType.text()
        .bounds("`http://host:port`, `endpoint:<name>`, `class:<name>`, `exec:<command>`")
        .where(
            command.or(className).or(endpoint).or(OptionPatterns::isHttpUrl),
            "one of http://host:port, endpoint:<name of an endpoint, not its ARN>, class:<name of a Java class>, exec:<command>");
  }

  static Predicate<String> matching(String regex) {
    return Pattern.compile(regex).asMatchPredicate();
  }

  static Predicate<String> atMost(int length) {
    return text -> text.length() <= length;
  }

  private static boolean isDay(String text) {
    try {
      // The length, since the pattern takes years of more than four digits too.
      return LocalDate.parse(text, DAY).toString().length() == 10;
    } catch (DateTimeParseException failure) {
      return false;
    }
  }

  private static boolean isHttpUrl(String text) {
    try {
      URI uri = URI.create(text);
      // The authority, since a host with an underscore, as containers have, is none to URI.
      String authority = uri.getRawAuthority();
      return authority != null
          && !authority.startsWith(":")
          && ("http".equalsIgnoreCase(uri.getScheme())
              || "https".equalsIgnoreCase(uri.getScheme()));
    } catch (IllegalArgumentException failure) {
      return false;
    }
  }
}
