package dev.batchtransform.spark.internal.options;

import java.util.Locale;
import java.util.regex.Pattern;

/** What of an option's value may be shown in a message, a log or a plan. */
final class Redaction {

  private static final String HIDDEN = "*********(redacted)";
  private static final int LONGEST_SHOWN = 200;

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "env\\..*|externalid"
              + "|.*(secret|token|passw|pwd|credential|signature|authorization).*"
              + "|.*(access|api|private).?key.*",
          Pattern.DOTALL);

  /** What a URI has before its last at sign; a key in there may hold a slash, or a blank. */
  private static final Pattern USER_INFO = Pattern.compile("(?<=://).*@", Pattern.DOTALL);

  /** The query of a URI, where signatures are. */
  private static final Pattern QUERY = Pattern.compile("(://[^?\\s]*\\?)\\S+");

  private Redaction() {}

  /** The value as it may be shown: whole, shortened, or not at all. */
  static String shown(String name, String value) {
    if (SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
      return HIDDEN;
    }
    if (value.startsWith("exec:")) {
      // A command line may hold a password.
      return "exec:" + HIDDEN;
    }
    String bare = USER_INFO.matcher(value).replaceAll("***@");
    bare = QUERY.matcher(bare).replaceAll("$1***");
    return bare.length() <= LONGEST_SHOWN ? bare : bare.substring(0, LONGEST_SHOWN) + "...";
  }
}
